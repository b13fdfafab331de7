from jiphyeon.foundation.rooms.declaring import RoomConfig


class SearchConfig(RoomConfig):
    name = "jiphyeon.foundation.search"
    label = "search"
    load_city = "meanings.load_city"
