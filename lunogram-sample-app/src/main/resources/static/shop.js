// The page works without this: forms are then sent the usual way. Whatever comes from
// the shop is put in as text, never as HTML.
(() => {
  'use strict';

  const SHOWN_ROWS = 100;
  const SUMMARY_EVERY_MILLIS = 10_000;
  const RECONNECT_MILLIS = 1_000;

  const byId = (id) => document.getElementById(id);
  const say = (id, text) => {
    const element = byId(id);
    if (element && element.textContent !== text) {
      element.textContent = text;
    }
  };
  const count = (number) => number.toLocaleString('en');
  // A field of the name 'id' hides the form's own property.
  const idOf = (form) => form.getAttribute('id');

  // --- Forms: sent without leaving the page, which the answer is a newer version of.

  function submit(form, submitter) {
    if (form.getAttribute('aria-busy') === 'true') {
      return;
    }
    form.setAttribute('aria-busy', 'true');
    const request = new XMLHttpRequest();
    request.open('POST', form.getAttribute('action'));
    request.responseType = 'document';
    request.onload = () => {
      if (request.status === 200 && request.response) {
        show(request.response, form, submitter);
      }
      else {
        fail('The shop could not do that: status ' + request.status + '.');
      }
    };
    request.onerror = () => fail('The shop does not answer. Is it running?');
    request.onloadend = () => form.removeAttribute('aria-busy');
    if (idOf(form) === 'import') {
      sendFile(request, byId('file').files[0]);
    }
    else {
      request.send(new URLSearchParams(new FormData(form, submitter)));
    }
  }

  function sendFile(request, file) {
    const bar = byId('progress');
    const progressed = (percent) => {
      bar.value = percent;
      say('percent', percent + ' %');
    };
    byId('import-progress').hidden = false;
    progressed(0);
    request.upload.onprogress = (event) => progressed(Math.floor(100 * event.loaded / Math.max(1, event.total)));
    request.upload.onload = () => progressed(100);
    request.setRequestHeader('Content-Type', 'application/x-ndjson');
    request.send(file);
  }

  function fail(text) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    const outcome = document.createElement('div');
    outcome.className = 'outcome problem';
    outcome.append(paragraph);
    byId('outcome').replaceChildren(outcome);
  }

  function show(page, form, submitter) {
    byId('outcome').replaceChildren(...page.getElementById('outcome').children);
    if (idOf(form) === 'import') {
      return;
    }
    const place = Array.prototype.indexOf.call(form.elements, submitter);
    const hadFocus = form.contains(document.activeElement);
    for (const old of [form, ...document.querySelectorAll('[data-follows="' + idOf(form) + '"]')]) {
      old.replaceChildren(...page.getElementById(idOf(old)).children);
    }
    const wrong = form.querySelector('[aria-invalid=true]');
    if (wrong) {
      wrong.focus();
    }
    else if (hadFocus) {
      form.elements[place]?.focus();
    }
  }

  document.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(event.target, event.submitter);
  });

  // --- News: what has arrived, and how delivery is doing.

  function cell(className, ...content) {
    const td = document.createElement('td');
    td.className = className;
    td.setAttribute('role', 'cell');
    td.append(...content);
    return td;
  }

  function element(name, text, className = '') {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  }

  function row(write) {
    const time = element('time', new Date(write.time).toLocaleTimeString('en-GB'));
    time.dateTime = write.time;
    const kind = [element('span', write.kind, 'kind-name')];
    if (write.name !== null) {
      kind.push(' ', element('strong', write.name));
    }
    if (write.dropped) {
      kind.push(' ', element('span', 'dropped: unknown to Lunogram', 'dropped'));
    }
    const tr = document.createElement('tr');
    tr.className = 'new';
    tr.setAttribute('role', 'row');
    tr.append(cell('time', time), cell('kind', ...kind), cell('subject', element('code', write.subject)),
      cell('data', element('code', write.data)), cell('took', (write.millis !== null) ? count(write.millis) + ' ms' : '–'));
    return tr;
  }

  function showWrites(writes) {
    const rows = byId('rows');
    if (!rows || writes.length === 0) {
      return;
    }
    rows.prepend(...writes.map(row).reverse());
    while (rows.children.length > SHOWN_ROWS) {
      rows.lastElementChild.remove();
    }
    byId('nothing').hidden = true;
  }

  function showSide(prefix, side) {
    for (const name of ['waiting', 'delivered', 'retried', 'deadLetters']) {
      say(prefix + name, count(side[name]));
    }
    say(prefix + 'oldest', (side.waiting > 0) ? 'the oldest for ' + side.oldestSeconds + ' s' : 'nothing');
    say(prefix + 'state', side.state);
    say(prefix + 'explanation', side.explanation);
    say(prefix + 'error', side.error ?? '');
    byId(prefix + 'state').className = 'badge ' + (side.trouble ? 'trouble' : 'well');
  }

  function showNumbers(numbers) {
    showSide('', numbers.lunogram);
    if (numbers.mirror && byId('sides')) {
      showSide('mirror-', numbers.mirror.side);
      say('mirror-leftOut', count(numbers.mirror.leftOut));
      say('mirror-reasons', numbers.mirror.reasons);
    }
    for (const button of document.querySelectorAll('[name=behaviour]')) {
      button.setAttribute('aria-pressed', String(button.value === numbers.behaviour));
    }
  }

  // Read aloud now and then, not with every row.
  let unsaid = 0;
  let latest = null;
  let lastSummary = '';

  function inWords(side) {
    return ((side.waiting > 0) ? count(side.waiting) + ' are waiting. ' : '') + (side.trouble ? side.explanation : '');
  }

  function summarize() {
    if (latest === null) {
      return;
    }
    const arrived = (unsaid > 0) ? count(unsaid) + ' more arrived. ' : '';
    const summary = arrived + inWords(latest.lunogram);
    if (summary !== lastSummary) {
      say('summary', summary);
      lastSummary = summary;
    }
    if (latest.mirror) {
      const mirror = inWords(latest.mirror.side);
      say('sides', mirror && 'Customer.io: ' + mirror);
    }
    unsaid = 0;
  }

  const arrivals = byId('arrivals');
  let known = (arrivals) ? arrivals.dataset.known : '';

  function listen() {
    const source = new EventSource('/live?after=' + encodeURIComponent(known));
    const connected = (live) => {
      say('connection', live ? 'Live' : 'Connecting …');
      byId('connection')?.classList.toggle('well', live);
    };
    source.onopen = () => connected(true);
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      known = event.lastEventId;
      latest = news.numbers;
      unsaid += news.writes.length;
      showNumbers(news.numbers);
      showWrites(news.writes);
    };
    source.onerror = () => {
      connected(false);
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(listen, RECONNECT_MILLIS);
      }
    };
  }

  listen();
  setInterval(summarize, SUMMARY_EVERY_MILLIS);
})();
