"""Words that say too little to look for. Pure."""

STOP_WORDS = frozenset(
    """
    a about above across after again against all almost also although always am among an and any are aren't around
    as at be because been before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each either enough ever every few for from further get go going had hadn't has
    hasn't have haven't having he her here hers herself him himself his how however i if in into is isn't it it's
    its itself just keep let like likely made make makes making many may me might more most much must my myself
    near need neither never next no nor not now of off on once one only onto or other ought our ours ourselves out
    over own per put rather same shall she should shouldn't since so some still such take than that the their
    theirs them themselves then there these they this those though through thus to too toward towards under until
    up upon us use used very was wasn't way we were weren't what when where whether which while who whom whose why
    will with within without won't would wouldn't year years yes yet you your yours yourself yourselves
    """.split()
)

# What a question is put in, beside the stop words: it says how is asked, not what about.
PHRASING = frozenset(
    """
    able actually affect affected affects allow be best better bring brings cause causes change changes consider
    continue current currently do effect effective effectively end ends extent face facing far fully future goal good
    handle happen help helps impact impacts important improve key lead leads long mean means pose prevent
    prospects question recent recently remain response result right role seek seeks shape should significant
    successful succeed successfully sufficient sustain today understand viable work works worth wrong
    """.split()
)
