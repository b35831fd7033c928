"""Addresses as they are kept, without what only tracks readers, and what two forms of one have in common. Pure."""

import re
from urllib.parse import urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|content)|hsa_\w+|at_(?:medium|campaign|link\w*|format|ptr\w*)|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|igshid|igsh|yclid|mc_[ce]id|_hs(?:enc|mi)|"
    r"vero_(?:id|conv)|mkt_tok|oly_(?:anon|enc)_id|s_cid|cmpid|ncid|icid|smid|smtyp|partner|taid|wprov|"
    r"ref_?(?:src|url)?|referringsource|smh?share|share(?:token|type)?|sharetype|spm|xtor|cx_\w+|guccounter|"
    r"guce_refer\w+|_ga|__twitter_impression|feature|si|ocid|cvid|campaign_id|emc|leadsource|st_?share|unlocked_article_code)$",
    re.IGNORECASE,
)
_NOT_ALWAYS = {"ref": "", "share": "", "si": "youtu", "feature": "youtu", "partner": "nytimes", "emc": "nytimes"}
_PORTS = {"http": ":80", "https": ":443"}
_AMP = re.compile(r"(?:/amp(?:\.html)?|\.amp(?:\.html)?)$", re.IGNORECASE)
_END = ".,;:!?'’”\"*>]|"


def trimmed(url: str) -> str:
    """Without the stops and closing brackets of the sentence that it stands in; a bracket of its own stays."""
    url = url.strip().rstrip(_END)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_END)
    return url


def tidy(url: str) -> str:
    """Without tracking parameters, the port that goes without saying and a sentence's stops; the host in lower case.

    All the rest stays as it is, in its order. What is no http or https address comes back as it came, but for stops.
    """
    url = trimmed(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.netloc:
        return url
    account, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(_PORTS[scheme])
    query = parts.query
    if query:
        query = "&".join(part for part in query.split("&") if not _is_tracking(part, host))
    return urlunsplit((scheme, f"{account}{at}{host}", parts.path, query, parts.fragment))


def url_key(url: str) -> str:
    """What two addresses of one page share: scheme, `www.`, a last slash, fragment and AMP's end do not count."""
    try:
        parts = urlsplit(tidy(url))
    except ValueError:
        return url
    host = parts.netloc.rpartition("@")[2].removeprefix("www.").removeprefix("amp.")
    path = _AMP.sub("", parts.path.rstrip("/")).rstrip("/")
    query = "&".join(sorted(part for part in parts.query.split("&") if part and part.lower() not in ("amp", "amp=1")))
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _is_tracking(part: str, host: str) -> bool:
    name = part.partition("=")[0].lower()
    return bool(_TRACKING.match(name)) and _NOT_ALWAYS.get(name, "") in host
