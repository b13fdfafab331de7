from jiphyeon.foundation.accounts.roles import HEAD
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class DeskConfig(RoomConfig):
    name = "jiphyeon.desk"
    label = "desk"
    load_city = "doors_found.load_city"
    lands = {HEAD: "desk:board"}
    navigation = (MenuEntry("이번 주 현황", "This week", "desk:board", roles=[HEAD], order=1),)
    searched = {"page": Words("화면", "page")}
