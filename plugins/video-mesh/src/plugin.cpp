#include "mesh_video.hpp"

VUEDEO_PLUGIN(vuedeo::mesh::MeshVideo, "video-mesh", "1.0.0")
