from jiphyeon.foundation.rooms.declaring import RoomConfig


class ErrandsConfig(RoomConfig):
    name = "tests.errands"
    label = "errands"
    # Its list is declared where its pages stand: by the tests that mount them.
    intakes = ("intakes.PRICES",)
