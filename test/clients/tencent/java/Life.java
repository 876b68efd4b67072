import com.qcloud.Module.Vpc;
import com.qcloud.QcloudApiModuleCenter;
import com.qcloud.Utilities.Json.JSONArray;
import com.qcloud.Utilities.Json.JSONObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Routes and peerings with the Java SDK. Its host names and HTTPS are fixed: the emulator is its proxy. */
public class Life {
    static final String CLI = System.getenv().getOrDefault("PEERTWIN_CLI", "../../../../dist/cli.cjs");

    /** Without arguments starts an emulator and, with the variables of `peertwin env`, itself: a JVM looks at them when it starts. The argument is the account. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            inside(args[0]);
            return;
        }
        Path cache = Files.createTempDirectory("peertwin-java-");
        Process emulator = start("node", CLI, "start", "--port", "0", "--ready-json", "--time", "virtual", "--auth", "strict", "--proxy");
        int code = 1;
        try {
            JSONObject ready = new JSONObject(line(emulator));
            String control = ready.getString("control");
            String uin = ready.getJSONObject("credentials").getJSONObject("tencent").getString("uin");
            ProcessBuilder env = builder("node", CLI, "env", "tencent", "--proxy", "--shell", "json", "--control", control);
            env.environment().put("XDG_CACHE_HOME", cache.toString());
            JSONObject variables = new JSONObject(line(env.start()));
            ProcessBuilder self = builder("java", "-cp", System.getProperty("java.class.path"), "Life.java", uin);
            for (Object name : variables.keySet()) {
                self.environment().put((String) name, variables.getString((String) name));
            }
            code = self.inheritIO().start().waitFor();
        } finally {
            emulator.destroy();
            int end = emulator.waitFor();
            if (end != 0) {
                System.out.println("not ok the emulator ended with " + end);
            }
            try (var files = Files.walk(cache)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
            System.exit(code == 0 ? end : code);
        }
    }

    static ProcessBuilder builder(String... command) {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    static Process start(String... command) throws Exception {
        return builder(command).start();
    }

    static String line(Process process) throws Exception {
        String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (line == null) {
            throw new IllegalStateException("it ended with " + process.waitFor() + " before it said anything");
        }
        return line;
    }

    static int failed = 0;

    interface Check {
        void run() throws Exception;
    }

    static void test(String name, Check check) {
        try {
            check.run();
            System.out.println("ok " + name);
        } catch (Throwable error) {
            failed++;
            System.out.println("not ok " + name);
            error.printStackTrace(System.out);
        }
    }

    static void equal(Object got, Object wanted) {
        if (!String.valueOf(wanted).equals(String.valueOf(got))) {
            throw new AssertionError("got " + got + ", not " + wanted);
        }
    }

    static TreeMap<String, Object> parameters(Object... pairs) {
        TreeMap<String, Object> map = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static JSONObject call(String method, String action, Object... pairs) throws Exception {
        TreeMap<String, Object> config = parameters(
            "SecretId", System.getenv("TENCENTCLOUD_SECRET_ID"),
            "SecretKey", System.getenv("TENCENTCLOUD_SECRET_KEY"),
            "RequestMethod", method,
            "DefaultRegion", "gz");
        return new JSONObject(new QcloudApiModuleCenter(new Vpc(), config).call(action, parameters(pairs)));
    }

    static JSONObject good(String method, String action, Object... pairs) throws Exception {
        JSONObject answer = call(method, action, pairs);
        equal(answer, answer.getInt("code") == 0 ? answer : "an answer with code 0");
        return answer;
    }

    static List<String> routesOf(String table) throws Exception {
        JSONArray routes = good("GET", "DescribeRouteTable", "routeTableId", table)
            .getJSONArray("data").getJSONObject(0).getJSONArray("routeSet");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < routes.length(); i++) {
            JSONObject route = routes.getJSONObject(i);
            lines.add(route.getString("destinationCidrBlock") + " " + route.getInt("nextType") + " " + route.getString("unNextHub"));
        }
        return lines;
    }

    static String hostOf(JSONObject entry) throws Exception {
        JSONArray headers = entry.getJSONObject("request").getJSONArray("headers");
        for (int i = 0; i < headers.length(); i++) {
            if (headers.getJSONArray(i).getString(0).equalsIgnoreCase("Host")) {
                return headers.getJSONArray(i).getString(1);
            }
        }
        return null;
    }

    static void inside(String uin) throws Exception {
        test("a peering and a route over it, from the first call to the last", () -> {
            String a = good("GET", "CreateVpc", "vpcName", "a", "cidrBlock", "172.16.0.0/16").getString("uniqVpcId");
            String b = good("POST", "CreateVpc", "vpcName", "b", "cidrBlock", "192.168.0.0/16").getString("uniqVpcId");
            String pcx = good("GET", "CreateVpcPeeringConnection", "vpcId", a, "peerVpcId", b, "peerUin", uin, "peeringConnectionName", "java")
                .getString("peeringConnectionId");
            String table = good("POST", "CreateRouteTable", "vpcId", a, "routeTableName", "to-b").getString("unRouteTableId");
            Object[] route = {
                "vpcId", a,
                "routeTableId", table,
                "routeSet.0.destinationCidrBlock", "192.168.0.0/16",
                "routeSet.0.nextType", 4,
                "routeSet.0.nextHub", pcx,
            };
            good("POST", "CreateRoute", route);
            equal(routesOf(table), List.of("Local 2 Local", "192.168.0.0/16 4 " + pcx));
            equal(call("GET", "CreateRoute", route).getString("codeDesc"), "RouteAlreadyExists");
            good("GET", "DeleteRoute", route);
            good("GET", "DeleteVpcPeeringConnection", "peeringConnectionId", pcx);
            good("GET", "DeleteRouteTable", "vpcId", a, "routeTableId", table);
            good("GET", "DeleteVpc", "vpcId", a);
            good("GET", "DeleteVpc", "vpcId", b);
        });
        test("both signatures, in a query and in a form, with text that has to be escaped", () -> {
            for (String method : new String[] {"GET", "POST"}) {
                for (String algorithm : new String[] {"HmacSHA1", "HmacSHA256"}) {
                    equal(call(method, "DescribeVpcEx", "SignatureMethod", algorithm, "vpcName", "网络 + a_b&c").getInt("code"), 0);
                }
            }
        });
        test("everything goes to the host that the SDK knows", () -> {
            good("GET", "DescribeVpcEx");
            URI journal = URI.create(System.getenv("PEERTWIN_CONTROL") + "/requests");
            String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(journal).build(), HttpResponse.BodyHandlers.ofString()).body();
            JSONArray requests = new JSONObject(text).getJSONArray("requests");
            for (int i = 0; i < requests.length(); i++) {
                equal(hostOf(requests.getJSONObject(i)), "vpc.api.qcloud.com");
            }
        });
        System.exit(failed == 0 ? 0 : 1);
    }
}
