"""The bank of questions as a coach keeps it: finding in it, adding a list to it, voting, correcting, uniting."""
