from jiphyeon.foundation.rooms.declaring import RoomConfig


class MailConfig(RoomConfig):
    name = "jiphyeon.foundation.mail"
    label = "mail"
