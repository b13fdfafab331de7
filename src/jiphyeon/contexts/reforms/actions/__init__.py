"""What can be done, one verb each: may → decide → change → tell."""
