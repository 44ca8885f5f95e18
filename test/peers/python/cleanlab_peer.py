"""Label issues by cleanlab."""

import os

import numpy
import pandas
from cleanlab import Datalab
from cleanlab.classification import CleanLearning
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.linear_model import LogisticRegression


def write(labels_file, probs_file, count, classes):
    """Sorted labels, and predictions of a model that knows the true class, which is another one for a fifth. Returns the labels."""
    draws = numpy.random.default_rng(7)
    labels = numpy.sort(draws.integers(0, classes, count))
    true = numpy.where(draws.random(count) < 0.2, draws.integers(0, classes, count), labels)
    logits = draws.normal(size=(count, classes)) + 3 * numpy.eye(classes)[true]
    probs = numpy.exp(logits) / numpy.exp(logits).sum(axis=1, keepdims=True)
    numpy.save(probs_file, probs)
    if labels_file is not None:
        numpy.save(labels_file, labels)
    return labels.tolist()


def issues(labels, probs_file, filters, ranks):
    labels, probs = numpy.array(labels), numpy.load(probs_file)
    return {
        "issues": {name: find_label_issues(labels, probs, filter_by=name).tolist() for name in filters},
        "qualities": {name: get_label_quality_scores(labels, probs, method=name).tolist() for name in ranks},
    }


class Recorder(LogisticRegression):
    """Remembers how many it was trained with."""

    def fit(self, X, y, **others):
        self.trained = len(X)
        return super().fit(X, y, **others)


def learn(table, probs_file):
    """Trains with the issues of a table of ours, and judges its labels anew."""
    issues = pandas.read_csv(table)
    learning = CleanLearning(Recorder())
    learning.fit(numpy.load(probs_file), issues["given_label"].to_numpy(), label_issues=issues)
    lab = Datalab(data=issues, label_name="given_label", task="classification", verbosity=0)
    lab.find_issues(pred_probs=numpy.load(probs_file), issue_types={"label": {}})
    found = lab.get_issues("label")
    return {
        "trained": learning.clf.trained,
        "kept": learning.get_label_issues()["is_label_issue"].tolist(),
        "given": found["given_label"].tolist(),
        "predicted": found["predicted_label"].tolist(),
    }
