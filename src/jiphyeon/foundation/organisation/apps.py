from jiphyeon.foundation.rooms.declaring import RoomConfig


class OrganisationConfig(RoomConfig):
    name = "jiphyeon.foundation.organisation"
    label = "organisation"
    load_city = "pack.load_city"
