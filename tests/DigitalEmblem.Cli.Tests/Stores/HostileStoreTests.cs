using System.Text;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Cli.Tests.Data;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>
/// What a store, or whatever is at its address, may answer. Where these fail, it makes an answer that was not found out, sends a signed
/// request elsewhere, fills memory, or writes to a terminal.
/// </summary>
[Trait("Category", "Servers")]
public sealed class HostileStoreTests : IDisposable
{
    private const string Key = "a/report.pdf", Sign = Key + ".adem";

    private readonly ScriptedStore _store = new();
    private readonly StoreScene _scene;

    public HostileStoreTests()
    {
        _scene = new StoreScene(_store.Endpoint, StoreScene.Secret);
        _store.Put(Key, "content"u8.ToArray());
    }

    public void Dispose()
    {
        _scene.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public void A_redirect_is_not_followed_and_the_place_is_told(int status)
    {
        using var other = new ScriptedStore();
        string location = $"Location: {other.Endpoint}/records/{Key}";
        _store.Instead = _ => ScriptedStore.Answer(status, "", location, "x-amz-bucket-region: eu-north-7");
        foreach ((int code, string output, string error) in (IEnumerable<(int, string, string)>)
            [_scene.Check(Key), _scene.Find(""), _scene.Mark(Key), _scene.Remove(Key)])
        {
            Assert.Equal(3, code);
            Assert.Contains("AWS_REGION=eu-north-7", output + error, StringComparison.Ordinal);
        }

        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("Content-Length: 7\r\n", "")]
    [InlineData("Content-Length: 7\r\n", "conten")]
    [InlineData("Transfer-Encoding: chunked\r\n", "7\r\ncontent\r\n")]
    [InlineData("Content-Length: 7\r\nTransfer-Encoding: chunked\r\n", "6\r\nconten\r\n0\r\n\r\n")]
    public void Content_that_ends_too_early_is_3(string framing, string body)
    {
        _scene.Mark(Key);
        string etag = "ETag: \"x\"\r\n";
        _store.Instead = r => r is { Method: "GET", Key: Key }
            ? Encoding.ASCII.GetBytes($"HTTP/1.1 200 x\r\n{etag}{framing}Connection: close\r\n\r\n{body}")
            : null;
        (int code, string output, _) = _scene.Check(Key);
        Assert.True(code == 3, output);
        Assert.Equal(3, _scene.Mark(Key).Code);
    }

    [Fact]
    public void Content_of_another_length_than_listed_is_4_and_not_downloaded()
    {
        _scene.Mark(Key);
        _store.Instead = r => r is { Method: "GET", Key: Key }
            ? Encoding.ASCII.GetBytes("HTTP/1.1 200 x\r\nETag: \"x\"\r\nContent-Length: 9000000000000\r\n\r\n")
            : null;
        (int code, string output, _) = _scene.Check(Key);
        Assert.True(code == 4, output);
        Assert.Contains("9,000,000,000,000 bytes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_of_terabytes_is_3_and_not_downloaded()
    {
        _store.Put(Sign, []);
        _store.Put("tree/.adem/emblem", []);
        _store.Instead = r => r.Method == "GET" && r.Key.Contains(".adem", StringComparison.Ordinal)
            ? Encoding.ASCII.GetBytes("HTTP/1.1 200 x\r\nETag: \"x\"\r\nContent-Length: 9000000000000\r\n\r\n")
            : null;
        Assert.Equal(3, _scene.Check(Key).Code);
        (int code, string output, _) = _scene.Find("");
        Assert.Equal(3, code);
        Assert.Contains("2 signs found, 0 accepted", output, StringComparison.Ordinal);
        Assert.Equal(3, _scene.Mark(Key).Code);
    }

    /// <summary>Its length is in memory before its bytes are: what is sent beyond it would fill the memory.</summary>
    [Fact]
    public void A_sign_of_which_more_is_sent_than_was_stated_is_3()
    {
        string chunk = $"{1 << 20:x}\r\n{new string('x', 1 << 20)}\r\n";
        _store.Put(Sign, []);
        _store.Instead = r => r is { Method: "GET", Key: Sign }
            ? Encoding.ASCII.GetBytes("HTTP/1.1 200 x\r\nETag: \"x\"\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n"
                + string.Concat(Enumerable.Repeat(chunk, 8)) + "0\r\n\r\n")
            : null;
        (int code, string output, _) = _scene.Check(Key);
        Assert.Equal(3, code);
        Assert.DoesNotContain("sent 8388608", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_in_an_archive_of_the_store_is_no_lack_of_permission()
    {
        _store.Instead = _ => ScriptedStore.Error(403, "InvalidObjectState");
        (int code, string output, _) = _scene.Check(Key);
        Assert.Equal(3, code);
        Assert.Contains("Restore it", output, StringComparison.Ordinal);
        Assert.DoesNotContain("permission", output, StringComparison.Ordinal);
    }

    /// <summary>HTTP without TLS is permitted there because it stays on this machine.</summary>
    [Fact]
    public void A_store_on_this_machine_is_not_asked_through_a_proxy()
    {
        using var proxy = new ScriptedStore();
        (int code, string output, string error) = Child.Run(
        [
            "env", $"http_proxy={proxy.Endpoint}", "AWS_ACCESS_KEY_ID=ID", "AWS_SECRET_ACCESS_KEY=x",
            .. Child.Line("data", "check", StoreScene.Place(Key), "--endpoint", _store.Endpoint, "--assume-committed")
        ]);
        Assert.True(code == 1, output + error);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public void An_object_of_more_than_5_GiB_is_not_read_where_its_metadata_would_be_set()
    {
        _store.Instead = r => r is { Method: "GET", Key: Key }
            ? Encoding.ASCII.GetBytes("HTTP/1.1 200 x\r\nETag: \"x\"\r\nContent-Length: 5368709121\r\n\r\n")
            : null;
        (int code, _, string error) = _scene.Mark(Key, "--set-metadata");
        Assert.True(code == 64, error);
        Assert.Contains("5 GiB", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_without_end_ends()
    {
        _store.Instead = r => r.Query.Contains("list-type", StringComparison.Ordinal)
            ? ScriptedStore.Answer(
                200, "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>")
            : null;
        (int code, string output, string error) = _scene.Find("");
        Assert.Equal(3, code);
        Assert.StartsWith("No sign found where it could be read.", output, StringComparison.Ordinal);
        Assert.Contains("is not complete", error, StringComparison.Ordinal);
    }

    /// <summary>Whatever answers with an empty page would say that nothing in the bucket is marked.</summary>
    [Theory]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("<ListAllMyBucketsResult><IsTruncated>false</IsTruncated></ListAllMyBucketsResult>")]
    [InlineData("<ListBucketResult/>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents/></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key></Key></Contents></ListBucketResult>")]
    [InlineData("<!DOCTYPE r [<!ENTITY k \"x.adem\">]><ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>&k;</Key></Contents>"
        + "</ListBucketResult>")]
    public void A_list_that_is_none_or_hides_keys_is_not_an_empty_bucket(string answer)
    {
        _store.Instead = r => r.Query.Contains("list-type", StringComparison.Ordinal) ? ScriptedStore.Answer(200, answer) : null;
        (int code, string output, _) = _scene.Find("");
        Assert.Equal(3, code);
        Assert.StartsWith("No sign found where it could be read.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_goes_on_for_ever_ends_at_its_limit_and_is_not_complete()
    {
        int pages = 0;
        _store.Instead = r => ScriptedStore.Answer(
            200,
            $"<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>{++pages}</NextContinuationToken>"
                + $"<Contents><Key>{pages}</Key></Contents></ListBucketResult>");
        var options = new DataFindOptions { Evidence = HeldEvidence.None, At = DateTimeOffset.UnixEpoch };
        var finding = new StoreFinding(options, _ => { }) { Most = 5 };
        using var store = new ObjectStore(
            S3Server.Bucket, new StoreSettings(new Uri(_store.Endpoint), "us-east-1"), new StoreCredentials(null, null));
        await foreach (FoundSign sign in finding.SignsAsync(new StorePrefix(S3Server.Bucket, ""), store, default))
        {
            Assert.Fail(sign.Path);
        }

        DataFound found = finding.AddTo(new DataFound { Signs = 0, Folders = 0, Unread = 0, Troubles = [] });
        Assert.Equal((5, false), (pages, found.IsComplete));
        Assert.Contains("name prefixes", found.Troubles.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_pages_without_keys_ends_too()
    {
        int pages = 0;
        _store.Instead = r => ScriptedStore.Answer(
            200,
            $"<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>{++pages}</NextContinuationToken>"
                + "</ListBucketResult>");
        var options = new DataFindOptions { Evidence = HeldEvidence.None, At = DateTimeOffset.UnixEpoch };
        var finding = new StoreFinding(options, _ => { });
        using var store = new ObjectStore(
            S3Server.Bucket, new StoreSettings(new Uri(_store.Endpoint), "us-east-1"), new StoreCredentials(null, null));
        await foreach (FoundSign sign in finding.SignsAsync(new StorePrefix(S3Server.Bucket, ""), store, default))
        {
            Assert.Fail(sign.Path);
        }

        DataFound found = finding.AddTo(new DataFound { Signs = 0, Folders = 0, Unread = 0, Troubles = [] });
        Assert.Equal((1000, false), (pages, found.IsComplete));
        Assert.Contains("does not go on", found.Troubles.Single().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x/../../other/y.adem")]
    [InlineData("/y.adem")]
    [InlineData("x//y.adem")]
    [InlineData("./.adem/emblem")]
    public void A_key_that_becomes_another_one_on_the_way_is_never_asked_for(string key)
    {
        _store.Put(key, [1]);
        (int code, string output, _) = _scene.Find("", "--deep");
        Assert.Equal(3, code);
        Assert.Contains("another key", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_store.Requests, r => r.Method == "GET" && r.Key.Contains("y.adem", StringComparison.Ordinal));
        Assert.Equal(64, _scene.Check(key).Code);
    }

    [Fact]
    public void Keys_with_escapes_are_shown_with_escapes_and_read_as_they_are()
    {
        const string Name = "\u001b[31m\u202e\n+ %41\u0001.adem";
        _store.Put(Name, "junk"u8.ToArray());
        (int code, string output, string error) = _scene.Find("");
        Assert.Equal(2, code);
        Assert.DoesNotContain('\u001b', output + error);
        Assert.DoesNotContain('\u202e', output + error);
        Assert.Contains("+ %41", output, StringComparison.Ordinal);
        Assert.Contains(_store.Requests, r => r.Method == "GET" && r.Query.Length == 0 && r.Key == Name);
        Assert.DoesNotContain('\u001b', _scene.Find("", "--output", "json").Out);
    }

    [Fact]
    public void Without_credentials_requests_are_not_signed_and_a_denial_says_so()
    {
        _scene.Data.Command.Variables.Remove("AWS_ACCESS_KEY_ID");
        _store.Instead = _ => ScriptedStore.Error(403, "AccessDenied");
        (int code, string output, _) = _scene.Check(Key);
        Assert.Equal(3, code);
        Assert.Contains("no credentials were found", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_store.Requests, r => r.Headers.ContainsKey("authorization"));
    }

    [Theory]
    [InlineData("[default]\naws_access_key_id = ID\naws_secret_access_key = WORD\n", null, 1, "")]
    [InlineData("[default]\nregion = eu-north-7\n", null, 1, "")]
    [InlineData("[other]\naws_access_key_id = ID\naws_secret_access_key = WORD\n", "other", 1, "")]
    [InlineData("[other]\naws_access_key_id = ID\naws_secret_access_key = WORD\n", "none", 64, "no profile 'none'")]
    [InlineData("[x]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = x\n", "x", 64, "export-credentials --profile x")]
    [InlineData("[x]\nsso_start_url = https://x.example\nsso_account_id = 1\n", "x", 64, "export-credentials --profile x")]
    [InlineData("WORD", null, 64, "cannot be used")]
    [InlineData("[x]\ncredential_process = sh -c 'echo WORD; exit 1'\n", "x", 64, "cannot be used")]
    [InlineData("[x]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"ID\",\"SecretAccessKey\":\"WORD\"}'\n", "x", 1, "")]
    public void Credentials_come_from_a_profile_and_from_no_service(string file, string? profile, int expected, string why)
    {
        Command command = _scene.Data.Command;
        command.Variables.Clear();
        command.Variables["AWS_SHARED_CREDENTIALS_FILE"] = command.Write("credentials", file);
        if (profile is not null)
        {
            command.Variables["AWS_PROFILE"] = profile;
        }

        (int code, string output, string error) = _scene.Check(Key);
        Assert.True(code == expected, output + error);
        Assert.Contains(why, error, StringComparison.Ordinal);
        bool isSigned = file.Contains("WORD", StringComparison.Ordinal);
        Assert.All(_store.Requests, r => Assert.Equal(isSigned, r.Headers.GetValueOrDefault("authorization")?.Contains("ID/") == true));
        Assert.DoesNotContain("WORD", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://192.0.2.1", "--plain-http")]
    [InlineData("http://localhost.example", "--plain-http")]
    [InlineData("ftp://127.0.0.1", "no endpoint")]
    [InlineData("https://user:word@store.example", "no endpoint")]
    [InlineData("https://store.example/path", "no endpoint")]
    [InlineData("store.example", "no endpoint")]
    public void An_endpoint_that_is_none_or_has_no_TLS_is_a_mistake(string endpoint, string why)
    {
        (int code, _, string error) = _scene.Data.Command.Run("data", "check", StoreScene.Place(Key), "--endpoint", endpoint);
        Assert.Equal(64, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("remove")]
    [InlineData("update")]
    public void An_address_that_is_no_object_and_options_without_an_object_are_mistakes(string verb)
    {
        foreach (string place in (string[])["s3://", "s3://records", "s3://records/", "s3://records/a/", "s3://../x", "s3://x/y"])
        {
            Assert.Equal(64, _scene.Data.Command.Run(["data", verb, place, .. verb == "update" ? _scene.Data.Signing : []]).Code);
        }

        Assert.Equal(64, _scene.Data.Command.Run("data", "check", _scene.Data.Tree, "--endpoint", _store.Endpoint).Code);
        Assert.Empty(_store.Requests);
    }

    [Fact]
    public void A_store_that_does_not_run_is_3_with_the_next_step()
    {
        _store.Dispose();
        (int code, string output, _) = _scene.Check(Key);
        Assert.Equal(3, code);
        Assert.Contains("--endpoint", output, StringComparison.Ordinal);
    }
}
