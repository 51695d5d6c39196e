#include "config/options.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace vuedeo::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Options parse(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "vuedeo");
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    return parseOptions(static_cast<int>(arguments.size()), pointers.data());
}

std::string refusal(const std::vector<std::string>& arguments) {
    try {
        parse(arguments);
    } catch (const UsageError& error) {
        const std::string text = error.what();
        EXPECT_THAT(text, ::testing::EndsWith("\nvuedeo --help lists what there is."));
        return text.substr(0, text.find('\n'));
    }
    return "accepted";
}

TEST(Options, NameAConfigurationToServe) {
    const Options options = parse({"--config", "a.toml"});
    EXPECT_EQ(options.action, Action::kServe);
    EXPECT_EQ(options.config, "a.toml");
    EXPECT_TRUE(options.overrides.empty());
}

TEST(Options, KeepOverridesInTheirOrder) {
    const Options options =
        parse({"--set", "a=1", "--config=a.toml", "--set=b=2", "--set", "a=-3"});
    EXPECT_THAT(options.overrides, ElementsAre("a=1", "b=2", "a=-3"));
}

TEST(Options, ChooseWhatToDoInsteadOfServing) {
    EXPECT_EQ(parse({"--config", "a", "--check-config"}).action, Action::kCheckConfig);
    EXPECT_EQ(parse({"--list-plugins", "--config", "a"}).action, Action::kListPlugins);
    EXPECT_EQ(parse({"--version"}).action, Action::kPrintVersion);
    EXPECT_EQ(parse({"--help"}).action, Action::kPrintHelp);
    EXPECT_EQ(parse({"-h"}).action, Action::kPrintHelp);
}

TEST(Options, AskForANewPlugin) {
    const Options options = parse({"new-plugin", "video", "video-acme", "folder"});
    EXPECT_EQ(options.action, Action::kNewPlugin);
    EXPECT_EQ(options.newPlugin.kind, "video");
    EXPECT_EQ(options.newPlugin.name, "video-acme");
    EXPECT_EQ(options.newPlugin.folder, "folder");
    EXPECT_THAT(refusal({"new-plugin", "video"}), HasSubstr("KIND NAME DIR"));
    EXPECT_THAT(refusal({"new-plugin", "video", "a", "b", "c"}), HasSubstr("KIND NAME DIR"));
}

TEST(Options, NameASourceToImportFrom) {
    const Options options =
        parse({"import", "--from-call-metrics", "postgresql:///old", "--config", "a.toml"});
    EXPECT_EQ(options.action, Action::kImport);
    EXPECT_EQ(options.importSource, "import-call-metrics");
    EXPECT_EQ(options.importConnection, "postgresql:///old");
    EXPECT_EQ(options.config, "a.toml");
    EXPECT_EQ(refusal({"import", "--config", "a"}),
              "vuedeo: import needs --from-call-metrics CONNECTION");
    EXPECT_THAT(refusal({"--from-call-metrics", "x", "--config", "a"}),
                HasSubstr("goes with the command import"));
    EXPECT_EQ(refusal({"--config", "a", "import"}), "vuedeo: unexpected argument import");
}

TEST(Options, RefuseBadUsageWithARemedy) {
    EXPECT_EQ(refusal({}),
              "vuedeo: --config FILE is missing, for instance --config config/embedded.toml");
    EXPECT_EQ(refusal({"--config"}), "vuedeo: --config needs a value");
    EXPECT_EQ(refusal({"--confg", "x"}), "vuedeo: unknown option --confg, did you mean --config?");
    EXPECT_EQ(refusal({"--port=3000"}), "vuedeo: unknown option --port");
    EXPECT_EQ(refusal({"-x"}), "vuedeo: unknown option -x");
    EXPECT_EQ(refusal({"--config", "a", "b"}), "vuedeo: unexpected argument b");
    EXPECT_EQ(refusal({"--check-config=yes"}), "vuedeo: --check-config takes no value");
}

TEST(Options, AreAllInTheHelpText) {
    for (const char* option :
         {"--config", "--set", "--check-config", "--list-plugins", "--version", "--help"}) {
        EXPECT_THAT(helpText(), HasSubstr(std::string("\n  ") + option));
    }
    EXPECT_THAT(versionText(), ::testing::MatchesRegex("vuedeo [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
}  // namespace vuedeo::config
