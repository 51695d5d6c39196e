#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "plugins/registry.hpp"
#include "plugins/testing/test_setup.hpp"

namespace vuedeo::plugins {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

class DiscoveryTest : public ::testing::Test {
protected:
    // A plugin folder whose library is no library: discovery must not care.
    fs::path plugin(const std::string& folder, const std::string& id, int abi = 1) {
        root_.write(folder + "/" + id + "/manifest.toml",
                    "id = \"" + id + "\"\nkind = \"chart\"\nversion = \"1.0.0\"\nname = \"" +
                        folder + "\"\nabi = " + std::to_string(abi) + "\nlibrary = \"lib.so\"\n");
        return root_.write(folder + "/" + id + "/lib.so", "not even ELF").parent_path();
    }
    Discovery find() { return discover({root_.path() / "first", root_.path() / "second"}); }

    void SetUp() override {
        fs::create_directories(root_.path() / "first");
        fs::create_directories(root_.path() / "second");
    }
    TemporaryFolder root_;
};

TEST_F(DiscoveryTest, FindsPluginsWithoutRunningThem) {
    plugin("first", "chart-b");
    plugin("first", "chart-a");
    root_.write("first/notes/readme.txt", "no plugin");
    const Discovery found = find();
    ASSERT_EQ(found.found.size(), 2U);
    EXPECT_EQ(found.found[0].id, "chart-a");
    EXPECT_EQ(found.found[1].id, "chart-b");
    EXPECT_THAT(found.refused, IsEmpty());
    EXPECT_THAT(toText(found), HasSubstr("chart-a 1.0.0  chart"));
}

TEST_F(DiscoveryTest, TakesTheFirstOfTwoWithOneId) {
    plugin("first", "chart-a");
    plugin("second", "chart-a");
    const Discovery found = find();
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_EQ(found.found[0].name, "first");
    ASSERT_EQ(found.refused.size(), 1U);
    EXPECT_THAT(found.refused[0].reason, HasSubstr("is hidden by"));
}

TEST_F(DiscoveryTest, RefusesAnotherAbi) {
    plugin("first", "chart-a", 2);
    const Discovery found = find();
    ASSERT_EQ(found.refused.size(), 1U);
    EXPECT_THAT(found.refused[0].reason, HasSubstr("is built for plugin ABI 2"));
    EXPECT_THAT(toText(found), HasSubstr("refused: "));
}

TEST_F(DiscoveryTest, RefusesAFolderWithoutItsLibrary) {
    fs::remove(plugin("first", "chart-a") / "lib.so");
    const Discovery found = find();
    ASSERT_EQ(found.refused.size(), 1U);
    EXPECT_THAT(found.refused[0].reason, HasSubstr("has no library lib.so"));
}

TEST_F(DiscoveryTest, RefusesWhatAnybodyMayChange) {
    const fs::path folder = plugin("first", "chart-a");
    for (const fs::path& file : {folder, folder / "lib.so", folder / "manifest.toml"}) {
        fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
        const Discovery found = find();
        EXPECT_THAT(found.found, IsEmpty());
        ASSERT_EQ(found.refused.size(), 1U);
        EXPECT_THAT(found.refused[0].reason, HasSubstr("chmod o-w " + file.string()));
        fs::permissions(file, fs::perms::others_write, fs::perm_options::remove);
    }
    EXPECT_EQ(find().found.size(), 1U);
}

TEST_F(DiscoveryTest, RefusesAPathInWhichAnybodyMayPutPlugins) {
    plugin("first", "chart-a");
    fs::permissions(root_.path() / "first", fs::perms::others_write, fs::perm_options::add);
    EXPECT_THAT(find().found, IsEmpty());
}

TEST_F(DiscoveryTest, SaysWhichPathIsNotThere) {
    const Discovery found = discover({root_.path() / "nowhere"});
    ASSERT_EQ(found.refused.size(), 1U);
    EXPECT_THAT(found.refused[0].reason, HasSubstr("cannot be read"));
}

TEST_F(DiscoveryTest, GoesOnAfterABrokenManifest) {
    plugin("first", "chart-b");
    root_.write("first/chart-a/manifest.toml", "id = [");
    const Discovery found = find();
    EXPECT_EQ(found.found.size(), 1U);
    ASSERT_EQ(found.refused.size(), 1U);
    EXPECT_THAT(found.refused[0].reason, HasSubstr("chart-a/manifest.toml:1"));
}

}  // namespace
}  // namespace vuedeo::plugins
