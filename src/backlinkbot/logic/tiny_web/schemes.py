"""What quantity schemes leave behind: farm, network, comment spam, spam wave, directories."""

from __future__ import annotations

from datetime import date, timedelta

from backlinkbot.logic.tiny_web.everyday import write
from backlinkbot.logic.tiny_web.page import Comment, Hyper
from backlinkbot.logic.tiny_web.prose import nouns, sentence
from backlinkbot.logic.tiny_web.story import Fixture, Plot, Story
from backlinkbot.logic.tiny_web.truth import SiteKind, Wave

# The words that the private network was paid to use.
BOUGHT_ANCHORS = ("garden spades", "buy secateurs", "garden tools")
SPAM_ANCHORS = ("online casino bonus", "free spins no deposit", "cheap diet pills", "best casino")

CLIENT_COMMENTS, CLIENT_SUBMISSIONS = 4, 3  # what somebody once bought for the client


def scheme(plot: Plot) -> None:
    """All of them; their links to honest sites are the ones an audit has to find."""
    _farm(plot)
    _private_network(plot)
    _comment_spam(plot)
    _negative_seo(plot)
    _junk_directories(plot)


def _farm(plot: Plot) -> None:
    """Every site links to many others of the farm and to its owner's money sites."""
    rng = plot.rng
    farm, money = plot.of(SiteKind.FARM), plot.of(SiteKind.MONEY)
    for story in money:
        write(plot, story, story.site.born, "Welcome offer")
    for story in farm:
        for _ in range(rng.randint(2, 3)):
            article = write(plot, story, _day(plot, rng.randint(0, plot.days - 1)))
            for other in plot.sample((o for o in farm if o is not story), 6):
                article.links.append(Hyper(other.site.url("/"), _noun(plot, other)))
            target = rng.choice(money)
            article.links.append(Hyper(target.site.url("/"), rng.choice(SPAM_ANCHORS)))
        for other in plot.sample((o for o in farm if o is not story), 8):
            link = Hyper(other.site.url("/"), other.site.name)
            story.fixtures.append(Fixture("footer", link, plot.begins_on - timedelta(days=10)))


def _private_network(plot: Plot) -> None:
    """Bought exact-match links in articles, all to the second competitor, within ten weeks."""
    rng, network, rival = plot.rng, plot.of(SiteKind.PBN), plot.competitors()[1]
    begins = plot.days * 7 // 18
    for story in network:
        for _ in range(2):
            article = write(plot, story, _day(plot, rng.randint(0, plot.days // 3)))
            authority = rng.choice(plot.of(SiteKind.INSTITUTION, SiteKind.NEWS))
            article.links.append(Hyper(authority.site.url("/"), authority.site.name))
        article = write(plot, story, _day(plot, begins + rng.randint(0, 70)))
        path = rng.choice(("/shop/spades", "/shop/secateurs", "/"))
        article.links.append(Hyper(rival.site.url(path), rng.choice(BOUGHT_ANCHORS)))
    names = tuple(story.site.domain for story in network)
    ends = _day(plot, begins + 70)
    plot.waves.append(
        Wave(
            "private blog network", rival.site.domain, _day(plot, begins), ends, names, bought=True
        )
    )


def _comment_spam(plot: Plot) -> None:
    """Comments on honest blogs and forums that name a money site; four of them name the client."""
    rng, money = plot.rng, plot.of(SiteKind.MONEY)
    open_to_all = [s for s in plot.of(SiteKind.BLOG, SiteKind.FORUM) if s.comment_rel is not None]
    for number, story in enumerate(plot.sample(open_to_all, len(open_to_all) * 2 // 3)):
        for article in plot.sample_articles(story, 2):
            day = max(article.born, plot.begins_on) + timedelta(days=rng.randint(2, 60))
            target = rng.choice(money).site.url("/")
            link = Hyper(target, rng.choice(SPAM_ANCHORS), story.comment_rel or "")
            said = "Very nice post, I will come back to it. "
            article.comments.append((day, Comment(link, (said, link))))
        if number < CLIENT_COMMENTS and story.articles:
            link = Hyper(plot.client().site.url("/"), "garden tools", story.comment_rel or "")
            day = plot.begins_on + timedelta(days=40 + 9 * number)
            story.articles[0].comments.append((day, Comment(link, ("Great tips, thank you!",))))


def _negative_seo(plot: Plot) -> None:
    """Throw-away sites, all new, link to the client in one week with casino and pill anchors."""
    rng, spam, client = plot.rng, plot.of(SiteKind.SPAM), plot.client()
    begins = _day(plot, plot.days * 15 // 18)
    for story in spam:
        day = begins + timedelta(days=rng.randint(0, 6))
        article = write(plot, story, day)
        article.links.append(Hyper(client.site.url("/"), rng.choice(SPAM_ANCHORS)))
        other = rng.choice(plot.of(SiteKind.MONEY))
        article.links.append(Hyper(other.site.url("/"), rng.choice(SPAM_ANCHORS)))
    names = tuple(story.site.domain for story in spam)
    ends = begins + timedelta(days=6)
    plot.waves.append(Wave("negative SEO", client.site.domain, begins, ends, names, bought=True))


def _junk_directories(plot: Plot) -> None:
    """Automatic submissions: long lists of everybody, one of them the second competitor."""
    rng = plot.rng
    everybody = plot.of(SiteKind.BLOG, SiteKind.SHOP, SiteKind.FARM, SiteKind.MONEY)
    for number, story in enumerate(plot.of(SiteKind.JUNK_DIRECTORY)):
        listed = plot.sample(everybody, 25)
        listed += [plot.competitors()[1]] + ([plot.client()] if number < CLIENT_SUBMISSIONS else [])
        page = write(plot, story, plot.begins_on - timedelta(days=60), "Free web directory")
        page.schema_type, page.paragraphs = "CollectionPage", 0
        for other in listed:
            since = _day(plot, 30 * rng.randint(0, 8))
            link = Hyper(other.site.url("/"), other.site.name)
            page.entries.append((since, link, sentence(rng, "en", other.site.topic)))


def _day(plot: Plot, number: int) -> date:
    return plot.begins_on + timedelta(days=number)


def _noun(plot: Plot, story: Story) -> str:
    return plot.rng.choice(nouns(story.site.language, story.site.topic))
