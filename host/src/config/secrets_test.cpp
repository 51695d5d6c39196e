#include "config/secrets.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "config/load_fixture.hpp"

namespace vuedeo::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using SecretsInToml = LoadTest;
constexpr const char* kSecret = "correct horse battery staple of 32 characters";

TEST_F(SecretsInToml, ComeFromTheEnvironment) {
    variables_["VUEDEO_SECRET"] = kSecret;
    EXPECT_EQ(loadWith("server.secret = { env = \"VUEDEO_SECRET\" }").server.secret, kSecret);
}

TEST_F(SecretsInToml, ComeFromAFileBesideTheTomlFileWithoutItsLastNewline) {
    for (const char* ending : {"", "\n", "\r\n"}) {
        folder_.write("secrets/key", std::string(kSecret) + ending);
        EXPECT_EQ(loadWith("server.secret = { file = \"secrets/key\" }").server.secret, kSecret);
    }
}

TEST_F(SecretsInToml, ComeFromAnAbsolutePath) {
    const TestFolder elsewhere;
    const auto file = elsewhere.write("key", kSecret);
    EXPECT_EQ(loadWith("server.secret = { file = '" + file.string() + "' }").server.secret,
              kSecret);
}

TEST_F(SecretsInToml, MayHaveADefaultForAVariableThatIsUnsetOrEmpty) {
    const std::string toml = "server.listen = { env = \"LISTEN\", default = \"0.0.0.0:80\" }";
    EXPECT_EQ(loadWith(toml).server.port, 80);
    variables_["LISTEN"] = "";
    EXPECT_EQ(loadWith(toml).server.port, 80);
    variables_["LISTEN"] = "0.0.0.0:81";
    EXPECT_EQ(loadWith(toml).server.port, 81);
}

TEST_F(SecretsInToml, AreResolvedAnywhereInThePluginsTable) {
    variables_["TURN"] = "t1";
    folder_.write("f", "t2\n");
    const Config config = loadWith(R"([plugins.video-mesh]
turn.secret = { env = "TURN" }
servers = [{ credential = { file = "f" } }, { credential = { env = "NONE", default = "" } }]
environment = { env = "production", region = "eu" })");
    EXPECT_EQ(nlohmann::json::parse(config.video.configJson), nlohmann::json::parse(R"({
        "turn": {"secret": "t1"}, "servers": [{"credential": "t2"}, {"credential": ""}],
        "environment": {"env": "production", "region": "eu"}})"));
}

TEST_F(SecretsInToml, MayComeFromASetOption) {
    variables_["TURN"] = "t1";
    const Config config = loadWith("", {"plugins.video-mesh.turn_secret={ env = \"TURN\" }"});
    EXPECT_EQ(config.video.configJson, R"({"turn_secret":"t1"})");
}

TEST_F(SecretsInToml, AreMissedByNameAndWithARemedy) {
    EXPECT_EQ(
        faultsWith("[plugins.video-mesh]\na = [{ env = \"TURN\" }]\nb = { file = \"nowhere\" }"),
        "vuedeo.toml:2:6: plugins.video-mesh.a[0]: the environment variable TURN is not set or "
        "empty: set it, or write it into .env as TURN=...\n"
        "vuedeo.toml:3:5: plugins.video-mesh.b: the file nowhere cannot be read (No such file "
        "or directory): create it with the secret as its only line, readable by this user");
    folder_.write("empty", "\n");
    EXPECT_EQ(faultsWith("server.secret = { file = \"empty\" }"),
              "vuedeo.toml:1:17: server.secret: the file empty is empty: write the secret into it");
}

TEST_F(SecretsInToml, AreRefusedWhenHuge) {
    folder_.write("huge", std::string(65'537, 'x'));
    EXPECT_THAT(faultsWith("server.secret = { file = \"huge\" }"),
                HasSubstr("the file huge cannot be read (is larger than 64 KiB)"));
}

TEST_F(SecretsInToml, AreRefusedWhenNotText) {
    folder_.write("binary", std::string("\xFF\x00", 2));
    EXPECT_EQ(faultsWith("server.secret = { file = \"binary\" }"),
              "vuedeo.toml:1:17: server.secret: the file binary is not UTF-8 text");
    variables_["BINARY"] = "\xFE";
    EXPECT_EQ(faultsWith("server.secret = { env = \"BINARY\" }"),
              "vuedeo.toml:1:17: server.secret: the environment variable BINARY is not UTF-8 text");
}

TEST_F(SecretsInToml, AreRefusedInAnotherForm) {
    const std::string both =
        "takes { env = \"NAME\", default = \"text\" } or { file = \"path\" }, "
        "not both; default goes with env only";
    EXPECT_THAT(faultsWith("server.secret = { env = \"A\", file = \"b\" }"), HasSubstr(both));
    EXPECT_THAT(faultsWith("server.secret = { file = \"b\", default = \"c\" }"), HasSubstr(both));
    EXPECT_EQ(faultsWith("server.secret = { env = 5 }"),
              "vuedeo.toml:1:25: server.secret: env must be a string that is not empty");
    EXPECT_EQ(faultsWith("server.secret = { file = \"\" }"),
              "vuedeo.toml:1:26: server.secret: file must be a string that is not empty");
    EXPECT_THAT(faultsWith("server.secret = { evn = \"A\" }"),
                HasSubstr("server.secret: is a table, must be a string, { env = \"NAME\" } or "));
}

TEST_F(SecretsInToml, StandInNoMessage) {
    variables_["WRONG"] = "hunter2";
    for (const char* key : {"server.listen", "server.public_url", "server.mode", "server.secret",
                            "server.admin_token", "server.threads", "log.level", "log.access",
                            "server.tls.certificate", "plugins.path"}) {
        const std::string faults = faultsWith(std::string(key) + " = { env = \"WRONG\" }");
        EXPECT_THAT(faults, HasSubstr(std::string("vuedeo.toml:1:"))) << key;
        EXPECT_THAT(faults, Not(HasSubstr("hunter2"))) << key;
    }
}

}  // namespace
}  // namespace vuedeo::config
