from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class FilesConfig(RoomConfig):
    name = "jiphyeon.foundation.files"
    label = "files"
    called = Words("파일", "Files")
    trail = {"file": Words("올린 파일", "File handed in")}
    records = "papers.declare_rows"
