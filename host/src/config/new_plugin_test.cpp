#include "config/new_plugin.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <string>

#include "config/options.hpp"
#include "config/test_folder.hpp"

namespace vuedeo::config {
namespace {

using ::testing::HasSubstr;

class NewPluginTest : public ::testing::Test {
protected:
    NewPluginTest() {
        folder_.write("templates/video/CMakeLists.txt", "project(video-template)\n");
        folder_.write("templates/video/src/plugin.cpp",
                      "VUEDEO_PLUGIN(TemplateVideo, \"video-template\")\n");
    }

    std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }
    std::string text(const std::string& name) const {
        std::ifstream in(at(name));
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string refusal(const std::string& kind, const std::string& name,
                        const std::string& target = "new") const {
        try {
            writeNewPlugin(at("templates"), {kind, name, at(target)});
        } catch (const UsageError& error) {
            return error.what();
        }
        return "accepted";
    }

    TestFolder folder_;
};

TEST_F(NewPluginTest, CopiesTheTemplateUnderTheNameOfThePlugin) {
    writeNewPlugin(at("templates"), {"video", "video-acme.two", at("deep/new")});
    EXPECT_EQ(text("deep/new/CMakeLists.txt"), "project(video-acme.two)\n");
    EXPECT_EQ(text("deep/new/src/plugin.cpp"), "VUEDEO_PLUGIN(VideoAcmeTwo, \"video-acme.two\")\n");
}

TEST_F(NewPluginTest, TakesAnEmptyFolderAndTouchesNoOther) {
    std::filesystem::create_directory(at("new"));
    EXPECT_EQ(refusal("video", "a"), "accepted");
    EXPECT_THAT(refusal("video", "b"), HasSubstr("name a new or an empty folder"));
    EXPECT_THAT(refusal("video", "b", "new/CMakeLists.txt"), HasSubstr("is there already"));
    EXPECT_EQ(text("new/CMakeLists.txt"), "project(a)\n");
}

TEST_F(NewPluginTest, SaysWhichTemplatesThereAre) {
    EXPECT_EQ(refusal("vidoe", "a"), "vuedeo: there is no template \"vidoe\"; there are: video");
    EXPECT_THAT(refusal("../templates/video", "a"), HasSubstr("there is no template"));
    std::filesystem::remove_all(at("templates"));
    EXPECT_THAT(refusal("video", "a"), HasSubstr("install the SDK"));
}

TEST_F(NewPluginTest, RefusesANameThatNoPluginCanHave) {
    for (const char* name : {"", "Acme", "9lives", "a b", "a/b", "-a", "a\"b"}) {
        EXPECT_THAT(refusal("video", name), HasSubstr("cannot be a plugin's name")) << name;
    }
    EXPECT_THAT(refusal("video", std::string(65, 'a')), HasSubstr("1..64"));
    EXPECT_FALSE(std::filesystem::exists(at("new")));
}

}  // namespace
}  // namespace vuedeo::config
