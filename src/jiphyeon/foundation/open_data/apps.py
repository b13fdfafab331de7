from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig


class OpenDataConfig(RoomConfig):
    name = "jiphyeon.foundation.open_data"
    label = "open_data"
    navigation = (MenuEntry("공개 자료", "Open data", "open_data:home", order=90),)
