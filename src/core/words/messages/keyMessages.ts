/** Why the setting `labelReview.keys` cannot be followed; the keys of the table are then in force. */
export const KEY_MESSAGES = {
  'keys-not-an-object':
    'labelReview.keys must give actions their keys, such as {example}; the usual keys are in force.',
  'keys-unknown-action':
    'labelReview.keys names "{action}", which is not an action; write one of {actions}. The usual keys are in force.',
  'keys-not-keys':
    'labelReview.keys must give {action} a key or a list of keys, as text; the usual keys are in force.',
  'keys-impossible':
    'labelReview.keys gives {action} "{key}", which is not a key; write k, ?, f2 or ctrl+shift+k. The usual keys are in force.',
  'keys-fixed':
    'labelReview.keys gives {action} "{key}", which moves, selects or zooms; choose another key. The usual keys are in force.',
  'keys-same':
    'labelReview.keys leaves "{key}" to both {other} and {action}; give one of them another key. The usual keys are in force.',
} as const;
