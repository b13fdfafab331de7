"""What may be asked, what a signed answer must prove, what a consent allows on a day. No Django, no network, no clock."""
