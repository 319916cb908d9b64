#pragma once

#include "decisions/dmn/model.h"
#include "decisions/dmn/xml.h"

namespace lt::dmn {

// Item definitions to types, and the names of their components to the vocabulary.
void read_types(const Element& definitions, ModelBody& body, std::vector<Finding>& findings);

}  // namespace lt::dmn
