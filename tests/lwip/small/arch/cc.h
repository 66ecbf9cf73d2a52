#include "../../config/arch/cc.h"
