/** Resources, what becomes of them, and the file that they are kept in. */
package com.travelbuddy.local.dms.registry;
