from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class QueuesConfig(RoomConfig):
    name = "jiphyeon.foundation.queues"
    label = "queues"
    called = Words("목록", "Lists")
    trail = {"queue": Words("목록", "List")}
    board = "board.of_head"
    due = "work.due_between"
    my_work = "work.of_officer"
