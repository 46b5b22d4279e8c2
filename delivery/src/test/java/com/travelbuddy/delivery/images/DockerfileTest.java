package com.travelbuddy.delivery.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Npm;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Test;

/** The Dockerfile as a linter reads it. */
class DockerfileTest {

    @Test
    void hasNoFault() {
        Tool.Result lint =
                Npm.program("dockerfile-utils", "lint", Repository.path("Dockerfile").toString());

        assertThat(lint.output()).isBlank();
        assertThat(lint.exitCode()).isZero();
    }
}
