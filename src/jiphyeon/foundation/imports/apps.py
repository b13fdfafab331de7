from jiphyeon.foundation.rooms.declaring import RoomConfig


class ImportsConfig(RoomConfig):
    name = "jiphyeon.foundation.imports"
    label = "imports"
