package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the platform says of nodes that are drained, without Spark running. */
class LeavingTest {
  private final List<List<Integer>> letGo = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();
  private final Leaving leaving =
      new Leaving(
          executors -> letGo.add(executors.stream().map(Executor::id).toList()),
          (host, why) -> hosts.add(host + ": " + why));

  private void hear(Executor... executors) {
    leaving.letGo(List.of(executors));
    leaving.forgetHosts(List.of(executors));
  }

  private static Executor executor(int id, String host, boolean over, @Nullable String why) {
    String state = over ? "EXITED" : "RUNNING";
    return new Executor(id, 0, host, state, over ? 0 : null, false, false, false, null, why, false);
  }

  @Test
  void executorsAreLetGoOnceAndTogetherAndTheirHostForgottenAfterTheLast() {
    hear(executor(1, "a", false, null), executor(2, "b", false, null));
    assertThat(letGo).isEmpty();
    hear(executor(1, "a", false, "drain"), executor(2, "a", false, "drain"));
    hear(executor(1, "a", true, "drain"), executor(2, "a", false, "drain"));
    assertThat(letGo).containsExactly(List.of(1, 2));
    assertThat(hosts).as("one of its executors still hands blocks on").isEmpty();
    hear(executor(1, "a", true, "drain"), executor(2, "a", true, "drain"));
    hear(executor(1, "a", true, "drain"), executor(2, "a", true, "drain"));
    assertThat(hosts).containsExactly("a: drain");
  }

  /** Its node's shuffle server goes on with what it wrote; forgetting it would cost map tasks. */
  @Test
  void theHostOfAnExecutorThatIsHandedBackIsNotForgotten() {
    hear(new Executor(1, 0, "a", "RUNNING", null, false, false, false, null, "share", true));
    hear(new Executor(1, 0, "a", "EXITED", 0, false, false, false, null, "share", true));
    assertThat(letGo).containsExactly(List.of(1));
    assertThat(hosts).isEmpty();
  }

  /** The drain was taken back, or another node has the same host. */
  @Test
  void aHostToWhichOthersCameIsNotForgotten() {
    hear(executor(1, "a", false, "drain"), executor(5, "a", false, null));
    hear(executor(1, "a", true, "drain"), executor(5, "a", false, null));
    hear(executor(1, "a", true, "drain"), executor(5, "a", true, null));
    assertThat(letGo).containsExactly(List.of(1));
    assertThat(hosts).isEmpty();
  }

  @Test
  void aHostWhoseExecutorsHadAllEndedBeforeIsForgottenToo() {
    hear(executor(1, "a", true, "drain"), executor(2, "b", false, null));
    assertThat(letGo).isEmpty();
    assertThat(hosts).containsExactly("a: drain");
  }
}
