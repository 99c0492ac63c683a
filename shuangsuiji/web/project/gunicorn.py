"""Settings of the server: `gunicorn -c python:shuangsuiji.web.project.gunicorn`.

Source: 00-decisions (one machine, 2 cores); 70-interface §13. Everything an operator may change is an environment variable.
Different from a usual set-up: nothing is preloaded, because each worker examines the log for itself before it writes.
"""

import os

wsgi_app = "shuangsuiji.web.project.wsgi:application"
bind = os.environ.get("SHUANGSUIJI_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SHUANGSUIJI_WORKERS", "2"))
# Threads wait for the database while another request computes; SQLite has one writer whatever the number.
worker_class = "gthread"
threads = int(os.environ.get("SHUANGSUIJI_THREADS", "4"))
preload_app = False
# Managed by the operator's service manager, not through a socket in somebody's home.
control_socket_disable = True
# A draw on a large roster is a job beyond this; no page is.
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker begins anew now and then, at different times, so that a slow leak never grows old.
max_requests = 5_000
max_requests_jitter = 500
# What a browser may send before Django looks at it.
limit_request_line = 4_094
limit_request_fields = 60
limit_request_field_size = 8_190
# The access line names method, path without query, status, bytes and time; who it was stands in the access log of the database.
accesslog = os.environ.get("SHUANGSUIJI_ACCESS_LOG") or None
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
errorlog = "-"
# Only our own proxy may say that a request came over https.
forwarded_allow_ips = os.environ.get("SHUANGSUIJI_PROXY_ADDRESSES", "127.0.0.1")
