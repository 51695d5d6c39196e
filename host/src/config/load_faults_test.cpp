// What a wrong configuration is told, word by word.
#include <gmock/gmock.h>

#include <random>

#include "config/load_fixture.hpp"

namespace vuedeo::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using LoadFaults = LoadTest;

TEST_F(LoadFaults, ListEverythingAtOnceInTheOrderOfTheFile) {
    EXPECT_EQ(faultsOnly(R"([server]
threads = "four"
lisen = "0.0.0.0:80"
[log]
level = "loud"
[video]
plugin = "video-mesh"
max_concurency = 3
[metrics]
startup = "retry"
)",
                         {"quality.interval_s=0"}),
              R"(vuedeo.toml: chart.plugin: is missing, must be the id of a plugin
vuedeo.toml:2:11: server.threads: is a string, must be an integer 0..256
vuedeo.toml:3:1: server.lisen: unknown key, did you mean "listen"?
vuedeo.toml:5:9: log.level: "loud" is not one of "error", "warning", "info", "debug"
vuedeo.toml:8:1: video.max_concurency: unknown key, did you mean "max_concurrency"?
vuedeo.toml:9:2: metrics.plugin: is missing, must be the id of a plugin
--set quality.interval_s: 0 is out of range, must be 1..3600)");
}

TEST_F(LoadFaults, NameANumberThatIsNoneOrOutOfRange) {
    EXPECT_EQ(faultsWith("[quality]\nmos_ie = \"0\"\nmos_bpl = 0.5\nmos_base_r = nan"),
              R"(vuedeo.toml:2:10: quality.mos_ie: is a string, must be a number 0..94
vuedeo.toml:3:11: quality.mos_bpl: 0.5 is out of range, must be 1..100
vuedeo.toml:4:14: quality.mos_base_r: nan is out of range, must be 0..100)");
}

TEST_F(LoadFaults, NameAnUnknownKeyAndWhereItBelongs) {
    EXPECT_EQ(faultsWith("listen = \"0.0.0.0:80\""),
              "vuedeo.toml:1:1: listen: unknown key, did you mean \"server.listen\"?");
    EXPECT_EQ(faultsWith("[sever]\nthreads = 1"),
              "vuedeo.toml:1:2: sever: unknown key, did you mean \"server\"?");
    EXPECT_EQ(
        faultsWith("server.limits.body = 1"),
        "vuedeo.toml:1:15: server.limits.body: unknown key: config/README.md lists all of them");
    EXPECT_EQ(faultsWith("[plugins]\npth = []"),
              "vuedeo.toml:2:1: plugins.pth: unknown key, did you mean \"path\"?");
    EXPECT_EQ(faultsWith("", {"log.levl=debug"}),
              "--set log.levl: unknown key, did you mean \"level\"?");
}

TEST_F(LoadFaults, NameAWrongType) {
    EXPECT_EQ(faultsWith("log.access = 1"),
              "vuedeo.toml:1:14: log.access: is an integer, must be true or false");
    EXPECT_EQ(faultsWith("server.threads = 1.0"),
              "vuedeo.toml:1:18: server.threads: is a floating-point number, must be an integer "
              "0..256");
    EXPECT_EQ(
        faultsWith("server.mode = true"),
        "vuedeo.toml:1:15: server.mode: is true or false, must be one of \"open\", \"private\"");
    EXPECT_EQ(faultsWith("server = 5"),
              "vuedeo.toml:1:1: server: is an integer, must be a table: "
              "[server]");
    EXPECT_EQ(faultsWith("plugins.path = \"here\""),
              "vuedeo.toml:1:16: plugins.path: is a string, must be an array of paths");
    EXPECT_EQ(faultsWith("plugins.path = [\"here\", 2026-01-01]"),
              "vuedeo.toml:1:16: plugins.path: holds a date or time, must be an array of paths");
    const std::string networks =
        "must be an array of addresses and networks such as \"10.0.0.0/8\", \"::1\"";
    EXPECT_EQ(faultsWith("server.trusted_proxies = \"10.0.0.0/8\""),
              "vuedeo.toml:1:26: server.trusted_proxies: is a string, " + networks);
    EXPECT_EQ(faultsWith("server.trusted_proxies = [\"::1\", \"10.0.0.1/8\"]"),
              "vuedeo.toml:1:26: server.trusted_proxies: holds \"10.0.0.1/8\", " + networks);
    EXPECT_EQ(faultsWith("server.trusted_proxies = [10]"),
              "vuedeo.toml:1:26: server.trusted_proxies: holds an integer, " + networks);
    EXPECT_EQ(faultsWith("server.data_dir = \"\""),
              "vuedeo.toml:1:19: server.data_dir: is empty, must be a path");
    EXPECT_EQ(
        faultsWith("server.secret = 12345678901234567"),
        "vuedeo.toml:1:17: server.secret: is an integer, must be a string, { env = \"NAME\" } or "
        "{ file = \"path\" }");
}

TEST_F(LoadFaults, NameANumberOutOfItsRange) {
    EXPECT_EQ(faultsOnly("video = { plugin = 'a', max_concurrency = 65 }\nmetrics.plugin = 'b'\n"
                         "chart.plugin = 'c'"),
              "vuedeo.toml:1:43: video.max_concurrency: 65 is out of range, must be 1..64");
}

TEST_F(LoadFaults, RefuseABadAddressToListenAt) {
    for (const std::string bad :
         {"3000", ":3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:3000",
          "[::1]", "[::1:3000", "[127.0.0.1]:80", "example.org:80", "127.0.0.1:80 ", "1.2.3:80",
          ""}) {
        EXPECT_EQ(
            faultsWith("server.listen = '" + bad + "'"),
            "vuedeo.toml:1:17: server.listen: \"" + bad +
                "\" is not an address and a port such as \"127.0.0.1:3000\", \"0.0.0.0:80\" or "
                "\"[::1]:3000\"");
    }
}

TEST_F(LoadFaults, RefuseABadPublicUrl) {
    for (const std::string bad :
         {"calls.example.org", "ftp://example.org", "https://", "https://example.org/path",
          "https://example.org?x", "https://example.org:0", "https://example.org:port",
          "https://exa mple.org", "https://[::1", "https://a..b", "HTTPS://example.org"}) {
        EXPECT_EQ(faultsWith("server.public_url = '" + bad + "'"),
                  "vuedeo.toml:1:21: server.public_url: \"" + bad +
                      "\" is not a URL without a path such as \"https://calls.example.org\"");
    }
}

TEST_F(LoadFaults, RefuseABadPluginId) {
    for (const std::string bad : {"Video", "../evil", ".hidden", "a/b", ""}) {
        EXPECT_THAT(faultsOnly("video.plugin = '" + bad + "'"),
                    HasSubstr("video.plugin: \"" + bad + "\" is not the id of a plugin"));
    }
}

TEST_F(LoadFaults, RefuseABadListOfFurtherCharts) {
    const std::string charts = "video.plugin = 'a'\nmetrics.plugin = 'b'\nchart.plugin = 'c'\n";
    const auto faultOf = [&](const std::string& also) {
        return faultsOnly(charts + "chart.also = " + also);
    };
    const std::string here = "vuedeo.toml:4:14: chart.also: ";
    EXPECT_EQ(faultOf("'d'"), here + "is a string, must be an array of the ids of charts");
    EXPECT_EQ(faultOf("['d', 1]"),
              here + "holds an integer, must be an array of the ids of charts");
    EXPECT_EQ(faultOf("['D']"), here + "holds \"D\", must be an array of the ids of charts");
    EXPECT_EQ(faultOf("['d', 'e', 'd']"), here + "names \"d\" twice");
    EXPECT_EQ(faultOf("['c']"), here + "names \"c\", which chart.plugin names already");
}

TEST_F(LoadFaults, AskForAnAdminTokenInPrivateMode) {
    EXPECT_EQ(faultsWith("[server]\nmode = \"private\""),
              "vuedeo.toml:2:8: server.admin_token: is missing, mode \"private\" needs it: "
              "admin_token = { env = \"VUEDEO_ADMIN_TOKEN\" }");
    EXPECT_EQ(
        faultsWith("server.admin_token = \"guess\""),
        "vuedeo.toml:1:22: server.admin_token: is too short, must have 16 characters or more: "
        "make one with \"openssl rand -hex 32\"");
}

TEST_F(LoadFaults, AskForBothFilesOfTls) {
    const auto pem = folder_.write("cert.pem", "certificate");
    EXPECT_EQ(faultsWith("[server.tls]\ncertificate = \"cert.pem\""),
              "vuedeo.toml:2:15: server.tls.key: is missing, TLS needs a certificate and its key, "
              "both PEM files");
    EXPECT_EQ(
        faultsWith("[server.tls]\nkey = \"cert.pem\""),
        "vuedeo.toml:2:7: server.tls.certificate: is missing, TLS needs a certificate and its "
        "key, both PEM files");
    EXPECT_EQ(faultsWith("[server.tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\""),
              "vuedeo.toml:3:7: server.tls.key: the file key.pem cannot be read (No such file or "
              "directory): it must be a PEM file that this user can read");
}

TEST_F(LoadFaults, RefuseANumberThatJsonDoesNotKnow) {
    EXPECT_EQ(faultsWith("plugins.video-mesh.x = [1.0, nan]"),
              "vuedeo.toml:1:30: plugins.video-mesh.x[1]: must be a finite number");
}

TEST_F(LoadFaults, RefuseAnOverrideThatIsNone) {
    EXPECT_EQ(faultsWith("", {"server.listen"}),
              "--set ...: is no key=value such as --set server.listen=0.0.0.0:3000");
    EXPECT_EQ(faultsWith("", {"server..listen=x"}),
              "--set server..listen: is no key=value such as --set server.listen=0.0.0.0:3000");
    EXPECT_EQ(faultsWith("", {"server.threads=\xFF"}), "--set server.threads: is not UTF-8 text");
}

TEST_F(LoadFaults, NameThePlaceOfASyntaxError) {
    EXPECT_EQ(faultsOnly("[server]\nlisten = 127.0.0.1:3000"),
              "vuedeo.toml:2:12: Error while parsing time: expected ':', saw '7'");
    EXPECT_EQ(faultsOnly("[server]\nsecret = hunter2hunter2hunter2"),
              "vuedeo.toml:2:10: Error while parsing value: could not determine value type (text "
              "stands in quotes)");
}

TEST_F(LoadFaults, RepeatNoValueOfASyntaxError) {
    for (const std::string secret :
         {"123456789123456789123", "0x123456789123456789aa", "trUsecret", "1e99999", "falsesecret",
          "'secret' secret", "\"sec\\qret\""}) {
        const std::string faults = faultsOnly("server.secret = " + secret);
        EXPECT_THAT(faults, StartsWith("vuedeo.toml:1:"));
        EXPECT_THAT(faults, Not(HasSubstr("secret"))) << secret;
        EXPECT_THAT(faults, Not(HasSubstr("123"))) << secret;
        EXPECT_THAT(faults, Not(HasSubstr("999"))) << secret;
    }
}

TEST_F(LoadFaults, SayWhyAFileCannotBeRead) {
    const Environment none = [](const std::string&) { return std::nullopt; };
    const auto reasonFor = [&](const std::filesystem::path& file) -> std::string {
        try {
            load(file, {}, none);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "no fault";
    };
    EXPECT_EQ(reasonFor("/nowhere/vuedeo.toml"),
              "/nowhere/vuedeo.toml: cannot be read (No such file or directory): name a readable "
              "TOML file with --config");
    EXPECT_THAT(reasonFor(folder_.path()), HasSubstr("cannot be read (Is a directory)"));
    EXPECT_THAT(reasonFor(folder_.write("huge.toml", std::string(1'048'577, '#'))),
                HasSubstr("cannot be read (is larger than 1024 KiB)"));
    EXPECT_THAT(reasonFor("/dev/zero"), HasSubstr("is larger than 1024 KiB"));
}

TEST_F(LoadFaults, BoundHowDeepValuesNest) {
    EXPECT_EQ(faultsOnly("a = 1\nb = " + std::string(100'000, '[')),
              "vuedeo.toml:2:1: values are nested more than 16 deep");
    EXPECT_EQ(faultsOnly("a = " + std::string(17, '{')),
              "vuedeo.toml:1:1: values are nested more than 16 deep");
    std::string dotted = "a";
    for (int i = 0; i < 200'000; ++i) dotted += ".a";
    EXPECT_EQ(faultsOnly(dotted + " = 1"), "vuedeo.toml:1:1: more than 64 dots in one line");
    EXPECT_EQ(faultsOnly('[' + dotted + ']'), "vuedeo.toml:1:1: more than 64 dots in one line");
}

TEST_F(LoadFaults, SurviveWhatTheTomlLibraryAsserts) {
    for (const std::string bad :
         {"[[[1]]]", "[[=", "[ =", "[#", "day = 2026-07-01Tx", "\uFEFF[="}) {
        EXPECT_THAT(faultsOnly(bad), StartsWith("vuedeo.toml:1:"));
    }
}

TEST_F(LoadFaults, NameACharacterThatStandsOutsideOfQuotes) {
    for (const std::string bad : {"caf\u00e9", "8''\u00e9", "8['\u00e9']", "2026-07-01.'\u0473'"}) {
        EXPECT_THAT(faultsOnly("[server]\nlisten = " + bad), StartsWith("vuedeo.toml:2:1"));
    }
    EXPECT_EQ(faultsOnly("a = 1\nb = \"\\U0010FFFF\""),
              "vuedeo.toml:2:1: characters beyond U+FFFFF have no use here");
}

TEST_F(LoadFaults, CountNoBracketsAndDotsInStringsAndComments) {
    const std::string brackets(100, '[');
    const std::string dots(100, '.');
    EXPECT_EQ(faultsWith("# " + brackets + dots + "\n[plugins.video-mesh]\na = \"\\\"" + brackets +
                         dots + "\"\nb = '" + brackets + dots + "\\'\nc = '''\n'" + brackets +
                         "\n'''\nd = \"\"\"\n\\\"" + brackets + "\"\"\"\n"),
              "no fault");
}

TEST_F(LoadFaults, RefuseTextThatIsNotUtf8) {
    EXPECT_THAT(faultsOnly("[server]\nsecret = \"\xC0\xAF\""),
                HasSubstr("vuedeo.toml:2:10: Encountered invalid utf-8 sequence"));
}

TEST_F(LoadFaults, EscapeControlCharactersOfAKey) {
    EXPECT_EQ(
        faultsWith("\"a\\u001B[2J\\n\" = 1"),
        "vuedeo.toml:1:1: a\\u001b[2J\\u000a: unknown key: config/README.md lists all of them");
}

TEST_F(LoadFaults, AreListedUpToABound) {
    std::string toml;
    for (int i = 0; i < 1'000; ++i) toml += "unknown_" + std::to_string(i) + " = 1\n";
    const std::string faults = faultsWith(toml);
    EXPECT_THAT(faults, ::testing::EndsWith("\n... and 950 more"));
    EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 50);
}

// Whatever stands in the file: a configuration or a ConfigError, nothing else.
TEST_F(LoadFaults, AreTheOnlyThingThatDamagedFilesCause) {
    const std::string whole = R"([server]
listen = "127.0.0.1:3000" # comment
threads = 0x10
limits = { body_bytes = 1_000_000, connections = 10 }
[[x]]
day = 2026-07-01T12:00:00Z
text = """multi
line \u00e9"""
literal = '''a'b'''
[plugins."video-mesh"]
a.b.c = [1, [2.5, -inf], { d = true }]
)";
    std::mt19937 random(20260701);
    for (int round = 0; round < 500; ++round) {
        std::string damaged = whole;
        const unsigned changes = 1 + random() % 4;
        for (unsigned i = 0; i < changes; ++i) {
            const std::size_t at = random() % damaged.size();
            switch (random() % 3) {
                case 0:
                    damaged[at] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    damaged.erase(at, 1 + random() % 8);
                    break;
                default:
                    damaged.insert(at, damaged.substr(random() % damaged.size(), 8));
                    break;
            }
            if (damaged.empty()) damaged = " ";
        }
        EXPECT_NO_THROW(faultsOnly(damaged)) << damaged;
    }
}

}  // namespace
}  // namespace vuedeo::config
