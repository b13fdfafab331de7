from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class ImportsConfig(RoomConfig):
    name = "jiphyeon.foundation.imports"
    label = "imports"
    called = Words("자료 들이기", "Files taken in")
    trail = {"import": Words("들인 자료", "File taken in")}
