from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class DeskConfig(RoomConfig):
    name = "jiphyeon.desk"
    label = "desk"
    load_city = "doors_found.load_city"
    searched = {"page": Words("화면", "page")}
