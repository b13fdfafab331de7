from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class QueuesConfig(RoomConfig):
    name = "jiphyeon.foundation.queues"
    label = "queues"
    called = Words("목록", "Lists")
    trail = {"queue": Words("목록", "List")}
    my_work = "work.of_officer"
