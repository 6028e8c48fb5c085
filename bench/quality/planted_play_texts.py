"""What the pages of planted plays say: written before the detector's words, and never shared.

Each play has pages that say what they are and pages that do not; each has honest look-alikes that
use the same words for something else. {who}: a person, {rival}: its site's name, {thing}: what the
rival's page is about.
"""

from __future__ import annotations

GUEST_OPENINGS = (
    "This is a guest post from {who}, who looks after the trial beds at {rival}.",
    "Today we hand the keyboard over to {who} of {rival}. Enjoy!",
    "Editor's note: the following piece was contributed by {who}.",
    "Our guest author this week is {who} from {rival}.",
    "A guest article by {who}.",
    "We are delighted to welcome {who} to the blog as a guest writer.",
    "Posted by guest blogger {who}.",
    "Ein Gastbeitrag von {who}.",
    "Gastautorin dieser Woche: {who}.",
    "Article invité, proposé par {who}.",
)
GUEST_BIOS = (
    ("{who} runs ", ", where she writes about {thing} and other things that grow."),
    ("{who} is head of content at ", " and has gardened for twenty years."),
    ("About the writer: {who} works with ", " and lives by the sea with two dogs."),
    ("{who} is the founder of ", ". Find more of his tips on {thing} there."),
)
PR_TITLES = (
    "Survey: one in three gardeners waters too much",
    "Britain wastes a swimming pool of rain a street, figures show",
    "Half of all lawns could be meadows, study finds",
    "Where the last frost comes later every year",
    "The towns that spend most on their gardens, ranked",
    "Slugs win again: the summer in numbers",
)
PR_SENTENCES = (
    "New figures from {rival} put the loss at forty litres a household a day",
    "The research, which asked two thousand households, was carried out by {rival}",
    "“We did not expect the south to do so badly,” said {who}, who led the work at {rival}",
    "According to a survey published on Tuesday by {rival}, the habit is getting worse",
    "{rival}, which sells garden tools, looked at rainfall records since 1990",
    "The full ranking by {rival} puts the county in eleventh place",
)
ASSET_SENTENCES = (
    "I checked the date with this handy {thing} before sowing",
    "There is a free {thing} that does the sums for you",
    "My students used the {thing} for their term papers",
    "If in doubt, look it up in the {thing}",
    "We keep the {thing} pinned in the shed",
    "The best {thing} I know of is this one",
)
RESOURCE_TITLES = (
    "Useful links", "Helpful websites", "Further reading", "Gardening on the web",
    "Resources for teachers", "Recommended reading", "Where to find out more", "Links",
    "Nützliche Links", "Books and websites for young gardeners",
)  # fmt: skip
RESOURCE_PATHS = (
    "/links", "/resources", "/further-reading", "/useful-websites", "/teachers/resources",
    "/library/guides/gardening", "/learn/more", "/linkliste", "/reading-list",
)  # fmt: skip
RESOURCE_INTRODUCTIONS = (
    "Our volunteers collected these pages for you.",
    "These sites may help you with your project. Tell us when one of them is gone.",
    "A short list of what we recommend to our readers.",
)
RESOURCE_NOTES = (
    "a clear guide to {thing}", "worksheets on {thing}", "{thing}, step by step", "with drawings",
)  # fmt: skip
SCHOLARSHIP_PAGES = (
    ("/financial-aid/outside-scholarships", "Outside scholarships"),
    ("/students/funding/awards", "Awards and bursaries"),
    ("/scholarships/horticulture", "Scholarships in horticulture"),
    ("/counseling/paying-for-college", "Paying for college"),
    ("/news/grants-2026", "Grants open for application"),
    ("/aid/external", "External aid"),
)
SCHOLARSHIP_NOTES = (
    "$1,000 for a student of the life sciences; essay of 800 words, deadline 30 June",
    "an award of 750 for undergraduates, applications close in May",
    "one grant a year towards tuition fees, open to all full-time students",
)
SPONSOR_PAGES = (
    ("/sponsors", "Our sponsors"),
    ("/festival/partners", "Partners of the festival"),
    ("/supporters", "Thank you to our supporters"),
    ("/club/about", "About the club"),
    ("/run-2026", "The village run"),
    ("/sponsoren", "Sponsoren und Förderer"),
)
SPONSOR_SENTENCES = (
    "We could not do this without the businesses that back us.",
    "This year's shirts were paid for by the companies below.",
    "Gold and silver sponsors of the season:",
    "Wir danken unseren Förderern:",
)
DIRECTORY_TITLES = (
    "Home & Garden - Link Catalogue", "Add your URL: Gardening", "Web Index: Shopping > Garden",
    "Free listing: tools", "Top Sites A-Z", "Submit a website - Category Garden",
)  # fmt: skip
DIRECTORY_BLURB = "Garden tools and guides at fair prices, delivered to your door."
NETWORK_TITLES = (
    "5 reasons to care for your garden", "Why tools matter", "The garden trend of the year",
    "Things everybody should know about spades", "How to save money this spring",
)  # fmt: skip
NETWORK_ANCHORS = ("buy garden spades", "garden spades online", "best garden spade")

# Look-alikes: honest links that come close to one of the plays and are none.
REVIEW_SENTENCES = (
    "I bought mine at {rival} and would again",
    "The handle broke after a year and {rival} replaced it without a word",
    "You can order one from {rival}",
    "For once we agree with {rival} on this",
)
GUEST_BUT_OTHERS = (
    "Last year's guest post about hedges was read by many of you.",
    "Would you like to write for us? Guest articles are welcome at any time.",
)
SCHOLARSHIP_BUT_OTHERS = (
    "My daughter won a scholarship this year, so we celebrated with a new apple tree.",
    "The university gives no scholarship for gardening, which is a pity.",
)
SPONSOR_BUT_OTHERS = (
    "The match was sponsored by the brewery next door, as every year.",
    "This page is not sponsored by anybody.",
)
SURVEY_BUT_OTHERS = (
    "I did a small survey among my neighbours, and nobody waters at noon.",
    "A study that I read in spring said the same.",
)

SITE_WORDS = (
    "amber", "barley", "copper", "dapple", "ember", "flint", "gable", "hazel", "indigo", "jasper",
    "kelp", "linden", "meadow", "nettle", "ochre", "pebble", "quill", "russet", "saffron", "teasel",
    "ursine", "velvet", "wicker", "xenon", "yonder", "zephyr", "almond", "bramble", "clover",
)  # fmt: skip
SITE_ENDS: dict[str, tuple[str, ...]] = {
    "blog": ("notes", "diary", "plot", "days", "corner", "letters"),
    "news": ("gazette", "courier", "post", "chronicle", "times"),
    "university": ("college", "university", "institute"),
    "public": ("library", "school", "trust", "society", "museum"),
    "club": ("rovers", "runners", "fete", "theatre", "choir"),
    "directory": ("links", "index", "catalogue", "listings"),
    "network": ("review", "magazine", "living", "today"),
}
