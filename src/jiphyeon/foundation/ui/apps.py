from jiphyeon.foundation.rooms.declaring import RoomConfig


class UiConfig(RoomConfig):
    name = "jiphyeon.foundation.ui"
    label = "ui"
