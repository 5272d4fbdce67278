/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a consumer sees who has left out the libraries of typed files. */
public class OptionalLibrariesTest {

    /** Loads, and says what came of it; run on a class path of its own. */
    public static final class Loader implements UnaryOperator<String> {

        @Override
        public String apply(String options) {
            Copying copy = Copying.of("1|a\n", "id int4", "name varchar(5)");
            return options.isEmpty() ? copy.load("").toString()
                    : copy.failure(options).sqlState() + " " + copy.failure(options).getMessage() + " "
                            + copy.failure(options).hint();
        }
    }

    private static String loadWithout(String libraries, String options) throws ReflectiveOperationException, IOException {
        return runWithout(libraries, Loader.class, options);
    }

    /** Runs a program on a class path that lacks the files whose names begin so. */
    @SuppressWarnings("unchecked")
    public static String runWithout(String libraries, Class<? extends UnaryOperator<String>> program, String argument)
            throws ReflectiveOperationException, IOException {
        Pattern left = Pattern.compile(libraries);
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !left.matcher(new File(entry).getName()).find())
                .map(OptionalLibrariesTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            return ((UnaryOperator<String>) loader.loadClass(program.getName()).getConstructor().newInstance())
                    .apply(argument);
        }
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "^avro-,avro 'auto',org.apache.avro:avro",
        "^parquet-,parquet,org.apache.parquet:parquet-hadoop",
        "^hadoop-client-api,parquet,org.apache.hadoop:hadoop-client-api",
        "^orc-core,orc,org.apache.orc:orc-core",
        "^orc-format,orc,org.apache.orc:orc-format",
        "^hadoop-client-runtime,orc,hadoop-client-runtime"})
    void formatWithoutItsLibraryNamesTheDependency(String library, String options, String dependency)
            throws ReflectiveOperationException, IOException {
        assertThat(loadWithout(library, options))
                .startsWith("0A000 COPY with " + options.replaceAll(" .*", "").toUpperCase(Locale.ROOT)
                        + " needs a library that is not on the class path: ")
                .contains("Add to your build ").contains(dependency);
    }

    @Test
    void otherFormatsNeedNoneOfThem() throws ReflectiveOperationException, IOException {
        assertThat(loadWithout("^(avro|parquet|orc|hadoop|snappy)-", ""))
                .isEqualTo(new CopyResult(7, 1, 0).toString());
    }
}
