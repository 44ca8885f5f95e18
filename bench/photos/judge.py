"""What a short script does: logistic regression on embeddings, held out in 5 folds, then cleanlab. Prints JSON."""

import json
import sys
import time

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import normalize

features, labels = normalize(np.load(sys.argv[1])), np.load(sys.argv[2])
start = time.time()
model = LogisticRegression(max_iter=1000)
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=1)
probabilities = cross_val_predict(model, features, labels, cv=folds, method="predict_proba")
quality = get_label_quality_scores(labels, probabilities)
issues = find_label_issues(labels, probabilities)
print(json.dumps({"seconds": time.time() - start, "quality": quality.tolist(), "isIssue": issues.tolist()}))
