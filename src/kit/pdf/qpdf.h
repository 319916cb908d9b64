// QPDF with its older pointers switched off, as it asks for. For the .cpp files of kit/pdf only.
#pragma once

#define POINTERHOLDER_TRANSITION 4

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
