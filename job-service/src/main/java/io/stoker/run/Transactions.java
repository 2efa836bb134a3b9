package io.stoker.run;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions of this package. Rows are locked in the order run, attempt, assignment, node, so
 * they should not meet in a deadlock; should one happen all the same, PostgreSQL breaks it and the
 * loser starts over.
 */
@Component
class Transactions {
  private static final Logger log = LoggerFactory.getLogger(Transactions.class);
  private static final int TRIES = 5;

  private final TransactionTemplate template;

  Transactions(PlatformTransactionManager manager) {
    this.template = new TransactionTemplate(manager);
  }

  /** Joins the caller's transaction, or makes one of its own. */
  <T> T in(Supplier<T> work) {
    boolean joined = TransactionSynchronizationManager.isActualTransactionActive();
    for (int tries = joined ? TRIES : 1; ; tries++) {
      try {
        return template.execute(status -> work.get());
      } catch (PessimisticLockingFailureException e) {
        if (tries >= TRIES) {
          throw e;
        }
        log.info("A deadlock was broken at our cost, starting over: {}", e.getMessage());
      }
    }
  }
}
