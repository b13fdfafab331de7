from jiphyeon.foundation.rooms.declaring import RoomConfig


class QueuesConfig(RoomConfig):
    name = "jiphyeon.foundation.queues"
    label = "queues"
    my_work = "work.of_officer"
