from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class MydataConfig(RoomConfig):
    name = "jiphyeon.contexts.mydata"
    label = "mydata"
    called = Words("마이데이터", "My data")
    trail = {"consent": Words("동의와 가져온 자료", "Consent and fetched data")}
    trail_words = "queries.trail_words"
    load_city = "api.load_city"
    navigation = (MenuEntry("내 자료 동의", "My data", "mydata:mine", roles="citizen", order=40),)
    my_page = "my_page.of_person"
    records = "queries.declare_rows"
