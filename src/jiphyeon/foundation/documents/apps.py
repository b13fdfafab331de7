from jiphyeon.foundation.rooms.declaring import RoomConfig


class DocumentsConfig(RoomConfig):
    name = "jiphyeon.foundation.documents"
    label = "documents"
