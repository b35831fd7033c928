"""Names of publications that are known to contain or follow stops and commas, so that source lines split right. Pure.

A register, not a judgement: a publication that is not in it is read by the shape of its line.
"""

KNOWN = frozenset(
    name.strip().casefold()
    for name in """
    ABC News; Al Jazeera; AP; AP News; Associated Press; Axios; Barron's; BBC; BBC News; Bloomberg; Boston Globe;
    Brookings Institution; Business Insider; Carnegie Endowment; CBS News; Chicago Tribune; Christian Science Monitor;
    CNBC; CNN; Council on Foreign Relations; Deutsche Welle; DW; Economist; Euronews; Financial Times; Forbes;
    Foreign Affairs; Foreign Policy; Fortune; Fox News; France 24; Guardian; Haaretz; Hill; Houston Chronicle;
    Independent; Intercept; Kyiv Independent; Le Monde; Los Angeles Times; Miami Herald; Moscow Times; MSNBC; Nation;
    National Review; NBC News; New Republic; New York Post; New York Times; New Yorker; Newsweek; Nikkei Asia; NPR;
    PBS; PBS NewsHour; Pew Research Center; Philadelphia Inquirer; Politico; ProPublica; Rand; Reuters; Roll Call;
    San Francisco Chronicle; Scientific American; Seattle Times; Semafor; Slate; South China Morning Post;
    St. Louis Post-Dispatch; Tampa Bay Times; Time; Time Magazine; Times of India; U.S. News & World Report;
    U.S. News and World Report; US News & World Report; USA Today; Vox; Wall Street Journal; Washington Post
    """.split(";")
)


def is_known(name: str) -> bool:
    """With or without `The` before it, in any case, curly or straight apostrophe."""
    folded = name.strip().replace("’", "'").casefold()
    return folded in KNOWN or folded.removeprefix("the ") in KNOWN
