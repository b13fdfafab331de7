from jiphyeon.foundation.rooms.declaring import RoomConfig


class FilesConfig(RoomConfig):
    name = "jiphyeon.foundation.files"
    label = "files"
    records = "papers.declare_rows"
