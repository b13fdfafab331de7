from jiphyeon.foundation.rooms.declaring import RoomConfig


class ClockConfig(RoomConfig):
    name = "jiphyeon.foundation.clock"
    label = "clock"
