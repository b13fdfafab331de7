from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig


class MydataConfig(RoomConfig):
    name = "jiphyeon.contexts.mydata"
    label = "mydata"
    load_city = "api.load_city"
    navigation = (MenuEntry("내 자료 동의", "My data", "mydata:mine", roles="citizen", order=40),)
    my_page = "my_page.of_person"
    records = "queries.declare_rows"
