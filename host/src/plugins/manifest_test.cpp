#include "plugins/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/testing/test_setup.hpp"

namespace vuedeo::plugins {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::messageOf;
using testing::TemporaryFolder;

const char* const kGood = R"(id = "video-acme"
kind = "video-provider"
version = "1.2.3-beta.1"
name = "Acme"
abi = 1
library = "libvideo-acme.so"
[web]
module = "video-acme.js"
[web.csp]
connect-src = ["https://*.acme.example", "wss://sfu.acme.example:7443", "'self'"]
frame-src = ["https://acme.example/rooms/"]
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

class ManifestTest : public ::testing::Test {
protected:
    Manifest read(const std::string& text, const std::string& folder = "video-acme") {
        folder_.write(folder + "/manifest.toml", text);
        return readManifest(folder_.path() / folder);
    }
    std::string fault(const std::string& text) {
        return messageOf([&] { read(text); });
    }
    TemporaryFolder folder_;
};

TEST_F(ManifestTest, ReadsWhatAPluginSaysOfItself) {
    const Manifest manifest = read(kGood);
    EXPECT_EQ(manifest.id, "video-acme");
    EXPECT_EQ(manifest.kind, Kind::kVideoProvider);
    EXPECT_EQ(manifest.version, "1.2.3-beta.1");
    EXPECT_EQ(manifest.abi, 1U);
    EXPECT_EQ(manifest.library, folder_.path() / "video-acme" / "libvideo-acme.so");
    EXPECT_EQ(manifest.webModule, "video-acme.js");
    EXPECT_THAT(manifest.csp.at("connect-src"),
                ElementsAre("https://*.acme.example", "wss://sfu.acme.example:7443", "'self'"));
    EXPECT_THAT(manifest.ignored, IsEmpty());
}

TEST_F(ManifestTest, NamesFileAndLineOfWhatIsWrong) {
    EXPECT_THAT(fault(replaced(kGood, "\"video-provider\"", "\"video\"")),
                AllOf(HasSubstr("video-acme/manifest.toml:2: kind must be"),
                      HasSubstr("\"metrics-store\"")));
    EXPECT_THAT(fault("id = \n"), HasSubstr("manifest.toml:1: "));
    EXPECT_THAT(fault(replaced(kGood, "abi = 1\n", "")), HasSubstr("abi is missing"));
    EXPECT_THAT(messageOf([&] { readManifest(folder_.path() / "nowhere"); }),
                HasSubstr("cannot be read"));
}

TEST_F(ManifestTest, WantsTheFolderNamedAsThePlugin) {
    EXPECT_THAT(messageOf([&] { read(kGood, "acme"); }), HasSubstr("the folder is named \"acme\""));
}

TEST_F(ManifestTest, KeepsFilesInsideTheFolder) {
    for (const char* bad : {"../libc.so", "/lib/libc.so", "..", "a/b.so", ".hidden", ""}) {
        EXPECT_THAT(fault(replaced(kGood, "libvideo-acme.so", bad)), HasSubstr("library must be"))
            << bad;
        EXPECT_THAT(fault(replaced(kGood, "video-acme.js", bad)), HasSubstr("module must be"))
            << bad;
    }
}

TEST_F(ManifestTest, RefusesWhatWouldOpenTheContentSecurityPolicy) {
    for (const char* bad :
         {"'unsafe-inline'", "'unsafe-eval'", "'nonce-abc'", "https://a.example; script-src *", "*",
          "https://a example", "https://", "javascript:", "https://a.example:port/", "*.",
          "https://*", "'self", ""}) {
        EXPECT_THAT(fault(replaced(kGood, "https://*.acme.example", bad)),
                    HasSubstr("a web.csp source must be"))
            << bad;
    }
    for (const char* bad : {"frame-ancestors", "report-uri", "default-src", "\"script-src x\""}) {
        EXPECT_THAT(fault(replaced(kGood, "frame-src", bad)),
                    HasSubstr("cannot be set by a plugin"))
            << bad;
    }
}

TEST_F(ManifestTest, LetsScriptsInFromNamedHostsOnly) {
    EXPECT_THAT(fault(std::string(kGood) + "script-src = [\"data:\"]\n"),
                HasSubstr("manifest.toml:12: web.csp.script-src must name hosts"));
    EXPECT_EQ(fault(std::string(kGood) + "script-src = [\"https://cdn.acme.example\"]\n"), "");
    EXPECT_EQ(fault(std::string(kGood) + "worker-src = [\"blob:\"]\n"), "");
}

TEST_F(ManifestTest, RefusesVersionsThatAreNotSemantic) {
    for (const char* bad : {"1", "1.2", "01.2.3", "1.2.3-", "1.2.3 beta", "v1.2.3", "1.2.3.4"}) {
        EXPECT_THAT(fault(replaced(kGood, "1.2.3-beta.1", bad)), HasSubstr("version must be"))
            << bad;
    }
}

TEST_F(ManifestTest, ListsKeysItDoesNotKnow) {
    const Manifest manifest = read("module = \"x.js\"\n" + std::string(kGood));
    ASSERT_EQ(manifest.ignored.size(), 1U);
    EXPECT_THAT(manifest.ignored[0], AllOf(HasSubstr("manifest.toml:1: "), HasSubstr("module")));
}

TEST_F(ManifestTest, DoesNotReadAnEndlessFile) {
    EXPECT_THAT(fault(std::string(70'000, '#')), HasSubstr("longer than 64 KiB"));
}

}  // namespace
}  // namespace vuedeo::plugins
