"""The same crawl by Scrapy, run by scrapy_beside.py: as polite, following every link."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer

TOLD = json.loads(Path(sys.argv[1]).read_text("utf-8"))


class Resolver(CachingThreadedResolver):
    """Sends every host to its address on loopback."""

    def getHostByName(self, name: str, timeout: object = None) -> object:  # noqa: N802 - Twisted's
        del timeout
        return defer.succeed(TOLD["addresses"][name])


class Spider(scrapy.Spider):
    """Follows every link it has not seen."""

    name = "bench"
    start_urls = TOLD["seeds"]
    links = LinkExtractor()

    def parse(self, response: object) -> object:
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url)


SETTINGS = {
    "CONCURRENT_REQUESTS": TOLD["in_flight"],
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": TOLD["delay_s"],
    "RANDOMIZE_DOWNLOAD_DELAY": False,
    "ROBOTSTXT_OBEY": True,
    "DNS_RESOLVER": "__main__.Resolver",
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REACTOR_THREADPOOL_MAXSIZE": 20,
    "SCHEDULER_PRIORITY_QUEUE": f"scrapy.pqueues.{TOLD['queue']}",
}

if __name__ == "__main__":
    process = CrawlerProcess(SETTINGS)
    process.crawl(Spider)
    process.start()
