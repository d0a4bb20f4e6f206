"""`run` with TLS, SASL and ACLs on a real Kafka: what works with the settings of `kafka:`, and what an operator reads
when a password, an authority or a permission is wrong. The authority is made here."""
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile
import time

from kafka_cluster import Cluster, Daemon, check_exactly_once, configure, make_topics, quiet, wait_until
from support import stream

program = sys.argv[1]
PASSWORD = "correct horse battery staple"
USERS = ("plain", "reader", "stranger")  # of PLAIN; `scram` and the certificate's owner are made otherwise
OUTPUTS = ("news.enriched", "news.duplicates", "news.dead", "news.verdicts", "news.stories")
GROUPS = ("--group", "newsroom", "--group", "newsroom.leader", "--group", "newsroom.journal.fold")


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make_authority(folder, name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2, "-subj",
            f"/CN={name}", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem")


def make_certificate(folder, name, password=None):
    """NAME.pem and NAME.key, signed by the authority `ca`; the key is encrypted where there is a password."""
    encryption = ["-passout", f"pass:{password}"] if password else ["-nodes"]
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", *encryption, "-subj", f"/CN={name}",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
    names = folder / f"{name}.names"
    names.write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
            "-CAcreateserial", "-days", 2, "-extfile", names, "-out", folder / f"{name}.pem")


def broker_settings(folder):
    keystore = folder / "server.keystore.pem"
    keystore.write_text((folder / "server.key").read_text() + (folder / "server.pem").read_text())
    plain = " ".join(f'user_{user}="{PASSWORD}"' for user in USERS)
    settings = ["authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users=User:ANONYMOUS",  # whoever comes by the port without any security: the tools of this test
                "ssl.keystore.type=PEM", f"ssl.keystore.location={keystore}", "ssl.truststore.type=PEM",
                f"ssl.truststore.location={folder / 'ca.pem'}", "listener.name.ssl.ssl.client.auth=required",
                "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
                "listener.name.sasl_plaintext.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256"]
    for listener in ("sasl_ssl", "sasl_plaintext"):
        kafka = "org.apache.kafka.common.security"
        settings.append(f"listener.name.{listener}.plain.sasl.jaas.config={kafka}.plain.PlainLoginModule required {plain};")
        for mechanism in ("scram-sha-256", "scram-sha-512"):
            settings.append(f"listener.name.{listener}.{mechanism}.sasl.jaas.config="
                            f"{kafka}.scram.ScramLoginModule required;")
    return settings


def allow(cluster, users, *resource_and_operations):
    principals = [word for user in users for word in ("--allow-principal", f"User:{user}")]
    cluster.tool("AclCommand", "--add", *principals, *resource_and_operations)


def operations(*names):
    return [word for name in names for word in ("--operation", name)]


def grant(cluster, config):
    """What `topics --acls` prints, and no more; `reader` is given what concerns topics alone, `stranger` nothing."""
    users = ["plain", "scram", "CN=newsroom"]
    nobody = subprocess.run([program, "topics", "--config", config, "--acls"], capture_output=True, text=True)
    assert nobody.returncode == 64 and "--principal" in nobody.stderr, nobody
    principals = [word for user in users for word in ("--principal", f"User:{user}")]
    printed = subprocess.run([program, "topics", "--config", config, "--acls", *principals], capture_output=True, text=True)
    assert printed.returncode == 0, printed
    for line in printed.stdout.splitlines():
        tool, server, brokers, *words = shlex.split(line)
        assert (tool, server, brokers) == ("kafka-acls.sh", "--bootstrap-server", cluster.brokers), line
        cluster.tool("AclCommand", *words, *(("--allow-principal", "User:reader") if "--topic" in words else ()))


class Security:
    """Configurations of one folder, each for another way in."""

    def __init__(self, cluster, folder):
        self.cluster, self.folder = cluster, folder
        (folder / "password").write_text(PASSWORD + "\n")
        (folder / "wrong-password").write_text("guessed\n")

    def config(self, protocol, lines):
        file = configure(self.folder, self.cluster)
        words = "".join(f", {line}" for line in lines)
        file.write_text(file.read_text().replace(f'"{self.cluster.brokers}"}}',
                                                 f'"{self.cluster.address(protocol)}"{words}}}') + "log: {level: debug}\n")
        return file

    def tls(self, authority="ca", more=""):
        return f"tls: {{enabled: true, ca_file: {self.folder / authority}.pem{more}}}"

    def sasl(self, mechanism, user, password="password"):
        return f"sasl: {{mechanism: {mechanism}, username: {user}, password_file: {self.folder / password}}}"


def works(cluster, config, folder, what, seed):
    cluster.produce("news.raw", stream(40, seed=seed))
    daemon = Daemon(program, config, f"{folder}/works-{seed}.log")
    try:
        quiet(cluster, 90, still=1, alive=daemon)
    except AssertionError:
        print(what, daemon.words()[-3000:])
        raise
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 10, (what, code, seconds, daemon.words()[-2000:])
    assert PASSWORD not in daemon.words(), f"{what}: the log tells the password"
    check_exactly_once(cluster)
    print(f"{what}: works")


def refused(config, *names):
    """Ends by itself, and the message names what is to be changed."""
    done = subprocess.run([program, "run", "--config", str(config)], capture_output=True, text=True, timeout=60)
    said = [line for line in done.stderr.splitlines() if "[error]" in line]
    assert done.returncode == 69 and len(said) == 1 and all(name in said[0] for name in names), (names, done.returncode,
                                                                                               done.stderr[-3000:])
    assert PASSWORD not in done.stderr
    print(f"refused: {said[0].split('[error] ')[1]}")


def warned(config, folder, *names):
    """Tries on, because a broker that starts may answer so; says what to look at, and not at each try."""
    daemon = Daemon(program, config, f"{folder}/warned-{len(list(folder.glob('warned-*')))}.log")
    said = lambda: [line for line in daemon.words().splitlines() if line.endswith("trying again")]
    wait_until(said, 30, "a warning")
    time.sleep(6)  # a try takes four seconds
    code, seconds = daemon.end(signal.SIGTERM)
    assert code == 0 and seconds < 10 and 1 <= len(said()) <= 2, daemon.words()[-3000:]
    assert all(name in said()[0] for name in names), said()
    print(f"warned: {said()[0].split('[warning] ')[1]}")


def unlisted(cluster, config):
    """A topic that a pattern matches but the user may not describe: the cluster lists it to others alone."""
    cluster.tool("TopicCommand", "--create", "--topic", "secret.wire", "--partitions", "1")
    config.write_text(config.read_text().replace('["news.raw"]', '["news.raw", "^secret[.].*"]'))
    for command in ("topics", "positions"):
        told = subprocess.run([program, command, "--config", str(config)], capture_output=True, text=True, timeout=60)
        line = [line for line in told.stdout.splitlines() if "kafka.sasl.username" in line]
        assert told.returncode == 0 and len(line) == 1 and "DESCRIBE and READ" in line[0], (command, told)
    print("a pattern that matches what may not be seen: the permission is named")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    make_authority(folder, "ca")
    make_authority(folder, "another")
    make_certificate(folder, "server")
    make_certificate(folder, "newsroom", PASSWORD)
    with Cluster(settings=broker_settings(folder), listen=("SSL", "SASL_SSL", "SASL_PLAINTEXT")) as cluster:
        security = Security(cluster, folder)
        make_topics(program, configure(folder, cluster), partitions=1)
        for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512"):
            cluster.tool("kafka.admin.ConfigCommand", "--alter", "--entity-type", "users", "--entity-name", "scram",
                         "--add-config", f"{mechanism}=[password={PASSWORD}]")
        grant(cluster, configure(folder, cluster))

        certificate = (f", certificate_file: {folder}/newsroom.pem, key_file: {folder}/newsroom.key, "
                       f"key_password_file: {folder}/password")
        ways = [("SASL_SSL", [security.tls(), security.sasl("SCRAM-SHA-512", "scram")], "SCRAM-SHA-512 over TLS"),
                ("SASL_PLAINTEXT", [security.sasl("SCRAM-SHA-256", "scram")], "SCRAM-SHA-256"),
                ("SASL_SSL", [security.tls(), security.sasl("PLAIN", "plain")], "PLAIN over TLS"),
                ("SSL", [security.tls(more=certificate)], "a certificate of our own, its key encrypted")]
        for seed, (protocol, lines, what) in enumerate(ways):
            works(cluster, security.config(protocol, lines), folder, what, seed)

        over_tls = lambda *sasl, authority="ca": security.config("SASL_SSL", [security.tls(authority), security.sasl(*sasl)])
        refused(over_tls("SCRAM-SHA-512", "scram", "wrong-password"), "kafka.sasl.password_file")
        refused(over_tls("PLAIN", "plain", "wrong-password"), "kafka.sasl.password_file")
        refused(over_tls("PLAIN", "plain", authority="another"), "kafka.tls.ca_file")
        refused(security.config("SASL_PLAINTEXT", [security.sasl("SCRAM-SHA-512", "scram")]), "kafka.sasl.mechanism")
        warned(security.config("SSL", [security.tls()]), folder, "kafka.tls", "certificate")
        warned(security.config("SASL_SSL", [security.sasl("PLAIN", "plain")]), folder, "kafka.tls")
        warned(security.config("SASL_PLAINTEXT", []), folder, "kafka.sasl")
        unlisted(cluster, over_tls("PLAIN", "plain"))
        refused(over_tls("PLAIN", "stranger"), "topic", "kafka.sasl.username")
        refused(over_tls("PLAIN", "reader"), "READ on the groups")
        allow(cluster, ["reader"], *operations("Read"), *GROUPS)
        refused(over_tls("PLAIN", "reader"), "transactional id")
