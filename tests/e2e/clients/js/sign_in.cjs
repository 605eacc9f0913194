// Signs in with amazon-cognito-identity-js: a JSON object with `pool` and `jobs` on stdin, what
// became of each job as one JSON line on stdout. All jobs share one storage, as tabs of a browser do.
'use strict';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = require('amazon-cognito-identity-js');

class Storage {
  constructor() {
    this.items = new Map();
  }

  setItem(key, value) {
    this.items.set(key, value);
    return value;
  }

  getItem(key) {
    return this.items.get(key);
  }

  removeItem(key) {
    return this.items.delete(key);
  }

  clear() {
    this.items.clear();
  }
}

const operations = [];

function keepToLoopback(endpoint) {
  const real = globalThis.fetch;
  globalThis.fetch = (url, options) => {
    if (new URL(url).origin !== new URL(endpoint).origin) {
      throw new Error(`a request to ${url}`);
    }
    operations.push(options.headers['X-Amz-Target'].split('.')[1]);
    return real(url, options);
  };
  return real;
}

async function newestCode(fetch, endpoint, username) {
  const messages = await (await fetch(`${endpoint}/outbox`)).json();
  return messages.filter((message) => message.to === username).pop().code;
}

function signIn(fetch, given, job, storage) {
  const pool = new CognitoUserPool({
    UserPoolId: given.userPoolId,
    ClientId: given.clientId,
    endpoint: `${given.endpoint}/`,
    Storage: storage,
  });
  const user = new CognitoUser({ Username: job.username, Pool: pool, Storage: storage });
  user.setAuthenticationFlowType(job.flow || 'USER_SRP_AUTH');
  const details = new AuthenticationDetails({ Username: job.username, Password: job.password });
  const codes = [...(job.codes || [])];
  const rounds = [...(job.rounds || [])];
  const steps = [];
  return new Promise((resolve) => {
    let again = null;
    const callbacks = {
      onSuccess: (session, asks) =>
        resolve({
          steps,
          user,
          asks: asks === true,
          tokens: {
            access: session.getAccessToken().getJwtToken(),
            id: session.getIdToken().getJwtToken(),
            refresh: session.getRefreshToken().getToken(),
          },
        }),
      onFailure: (error) => {
        steps.push(error.code || 'unexpected');
        if (error.code === 'CodeMismatchException' && again && codes.length) {
          again();
          return;
        }
        resolve({ steps, code: error.code || null, message: error.message });
      },
      totpRequired: (name) => {
        steps.push(name);
        again = () => user.sendMFACode(codes.shift(), callbacks, name);
        again();
      },
      mfaRequired: async (name) => {
        steps.push(name);
        const code = await newestCode(fetch, given.endpoint, job.username);
        user.sendMFACode(code, callbacks, name);
      },
      selectMFAType: (name) => {
        steps.push(name);
        user.sendMFASelectionAnswer(job.mfa, callbacks);
      },
      customChallenge: (parameters) => {
        steps.push(parameters.question);
        user.sendCustomChallengeAnswer(rounds.shift(), callbacks);
      },
      newPasswordRequired: (attributes, required) => {
        steps.push(`new password and ${JSON.stringify(required)}`);
        user.completeNewPasswordChallenge(job.newPassword, job.attributes || {}, callbacks);
      },
    };
    if (job.password === undefined) {
      user.initiateAuth(details, callbacks);
    } else {
      user.authenticateUser(details, callbacks);
    }
  });
}

function promised(start) {
  return new Promise((resolve, reject) => {
    start({ onSuccess: resolve, onFailure: reject });
  });
}

// As from another machine: the library's own forgetDevice would clear what it has stored.
async function forget(fetch, pool, accessToken, user) {
  const reply = await fetch(`${pool.endpoint}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.ForgetDevice',
    },
    body: JSON.stringify({ AccessToken: accessToken, DeviceKey: user.deviceKey }),
  });
  if (!reply.ok) {
    throw new Error(await reply.text());
  }
}

async function main() {
  let text = '';
  for await (const chunk of process.stdin) {
    text += chunk;
  }
  const { pool, jobs } = JSON.parse(text);
  const fetch = keepToLoopback(pool.endpoint);
  const storage = new Storage();
  const results = [];
  let last = null;
  for (const job of jobs) {
    for (const [suffix, value] of Object.entries(job.stored || {})) {
      const key = `CognitoIdentityServiceProvider.${pool.clientId}.${job.username}.${suffix}`;
      if (storage.getItem(key) === undefined) {
        throw new Error(`nothing is stored as ${suffix}`);
      }
      storage.setItem(key, value);
    }
    if (job.forgotten) {
      await forget(fetch, pool, results.at(-1).tokens.access, last);
    }
    operations.length = 0;
    const { user, ...result } = await signIn(fetch, pool, job, storage);
    result.operations = [...operations];
    if (job.remember) {
      result.remembered = await promised((done) => user.setDeviceStatusRemembered(done));
    }
    results.push(result);
    last = user;
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
}

main();
