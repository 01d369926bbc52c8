using Xunit;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>
/// Others who write at the same time. Where these fail, a sign stands beside an object that it was not made for, or a person loses the sign
/// or the metadata of an object.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ObjectRaceTests : IDisposable
{
    private const string Key = "a/report.pdf", Sign = Key + ".adem";

    private readonly ScriptedStore _store = new();
    private readonly StoreScene _scene;

    public ObjectRaceTests()
    {
        _scene = new StoreScene(_store.Endpoint);
        _store.Put(Key, "content"u8.ToArray());
    }

    public void Dispose()
    {
        _scene.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void An_object_that_is_replaced_or_removed_while_it_is_marked_gets_no_sign(int look, bool isRemoved)
    {
        AtLook(look, () => Change(isRemoved));
        (int code, _, string error) = _scene.Mark(Key);
        Assert.Equal(3, code);
        Assert.Contains(Key, error, StringComparison.Ordinal);
        Assert.Null(_store.Read(Sign));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_sign_before_is_back_in_place_if_the_object_is_replaced_while_it_is_marked_again(int look)
    {
        Assert.Equal(0, _scene.Mark(Key).Code);
        byte[] before = _store.Read(Sign)!;
        AtLook(look, () => Change(isRemoved: false));
        Assert.Equal(3, _scene.Mark(Key).Code);
        Assert.Equal(before, _store.Read(Sign));
    }

    [Fact]
    public void Of_two_markers_at_once_the_slower_one_replaces_nothing()
    {
        byte[] other = [1, 2, 3];
        _store.Before = r =>
        {
            if (r.Method == "PUT")
            {
                _store.Put(Sign, other);
            }
        };
        (int code, _, string error) = _scene.Mark(Key);
        Assert.Equal(3, code);
        Assert.Contains("No sign was put", error, StringComparison.Ordinal);
        Assert.Equal(other, _store.Read(Sign));
    }

    /// <summary>Another marker marks the replaced object before this one has seen that it was replaced.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_sign_that_another_marker_put_meanwhile_is_not_taken_away(bool hadSign, bool forgetful)
    {
        _store.ForgetsConditionsOfDeletions = forgetful;
        if (hadSign)
        {
            Assert.Equal(0, _scene.Mark(Key).Code);
        }

        byte[] other = [1, 2, 3];
        AtLook(2, () =>
        {
            Change(isRemoved: false);
            _store.Put(Sign, other);
        });
        (int code, _, string error) = _scene.Mark(Key);
        Assert.Equal(3, code);
        Assert.Equal(other, _store.Read(Sign));
        Assert.Contains("a sign of another marker", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_that_is_put_while_the_one_before_is_removed_stays()
    {
        Assert.Equal(0, _scene.Mark(Key).Code);
        byte[] other = [1, 2, 3];
        _store.Before = r =>
        {
            if (r is { Method: "HEAD", Key: Sign })
            {
                _store.Put(Sign, other);
            }
        };
        Assert.Equal(3, _scene.Remove(Key).Code);
        Assert.Equal(other, _store.Read(Sign));
    }

    [Fact]
    public void A_sign_is_removed_at_a_store_that_has_no_conditions_of_deletions()
    {
        Assert.Equal(0, _scene.Mark(Key).Code);
        _store.Instead = r => r.Method == "DELETE" && r.Headers.ContainsKey("if-match") ? ScriptedStore.Error(501, "NotImplemented") : null;
        Assert.Equal(0, _scene.Remove(Key).Code);
        Assert.Null(_store.Read(Sign));
    }

    [Fact]
    public void The_sign_before_that_is_back_in_place_is_not_said_to_be_lost_where_the_answer_was()
    {
        Assert.Equal(0, _scene.Mark(Key).Code);
        byte[] before = _store.Read(Sign)!;
        int puts = 0;
        _store.Lost = r => r is { Method: "PUT", Key: Sign } && ++puts > 1;
        AtLook(2, () => Change(isRemoved: false));
        (int code, _, string error) = _scene.Mark(Key);
        Assert.Equal(3, code);
        Assert.Equal(before, _store.Read(Sign));
        Assert.Contains("The sign before is back in place.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-meta-title", "title")]
    [InlineData("cache-control", "Cache-Control")]
    [InlineData("content-type", "Content-Type")]
    public void Metadata_that_a_store_loses_in_a_copy_are_named(string header, string named)
    {
        _store.Put(Key, "content"u8.ToArray(), new() { ["content-type"] = "text/plain", [header] = "text/x-own" });
        _store.Before = r =>
        {
            if (r.Method == "PUT" && r.Headers.ContainsKey("x-amz-copy-source"))
            {
                r.Headers.Remove(header);
            }
        };
        (int code, _, string error) = _scene.Mark(Key, "--set-metadata");
        Assert.Equal(3, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Contains("without some of its metadata", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_is_replaced_before_its_metadata_are_set_is_left_as_it_is()
    {
        _store.Before = r =>
        {
            if (r.Headers.ContainsKey("x-amz-copy-source"))
            {
                Change(isRemoved: false);
            }
        };
        Assert.Equal(3, _scene.Mark(Key, "--set-metadata").Code);
        Assert.Equal("another"u8.ToArray(), _store.Read(Key));
        Assert.Empty(_store.HeadersOf(Key));
        Assert.Null(_store.Read(Sign));
    }

    [Fact]
    public void An_object_that_is_replaced_while_it_is_checked_is_3()
    {
        _scene.Mark(Key);
        AtLook(1, () => Change(isRemoved: false));
        (int code, string output, _) = _scene.Check(Key);
        Assert.Equal(3, code);
        Assert.Contains("replaced while it was read", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_and_its_sign_that_are_replaced_while_they_are_read_are_no_difference()
    {
        _scene.Mark(Key);
        _store.Before = r =>
        {
            if (r is { Method: "GET", Key: Key })
            {
                _store.Before = _ => { };
                Change(isRemoved: false);
                _store.Put(Sign, "the sign of another marker"u8.ToArray());
            }
        };
        Assert.Equal(3, _scene.Check(Key).Code);
    }

    [Fact]
    public void Setting_the_pointer_keeps_what_a_client_can_keep_and_is_bound_to_the_object()
    {
        Dictionary<string, string> kept = new()
        {
            ["content-type"] = "application/pdf",
            ["cache-control"] = "no-store",
            ["content-disposition"] = "attachment",
            ["content-encoding"] = "gzip",
            ["content-language"] = "de",
            ["expires"] = "Thu, 01 Jan 2037 00:00:00 GMT",
            ["x-amz-storage-class"] = "STANDARD_IA",
            ["x-amz-server-side-encryption"] = "aws:kms",
            ["x-amz-server-side-encryption-aws-kms-key-id"] = "key",
            ["x-amz-server-side-encryption-bucket-key-enabled"] = "true",
            ["x-amz-website-redirect-location"] = "/other",
            ["x-amz-meta-title"] = "Records",
        };
        _store.Put(Key, "content"u8.ToArray(), kept);
        (int code, _, string error) = _scene.Mark(Key, "--set-metadata");
        Assert.True(code == 0, error);
        StoreRequest copy = _store.Requests.Single(r => r.Headers.ContainsKey("x-amz-copy-source"));
        Assert.Equal($"{S3Server.Bucket}/{Key}", copy.Headers["x-amz-copy-source"].TrimStart('/'));
        Assert.True(copy.Headers.ContainsKey("x-amz-copy-source-if-match"));
        Assert.False(copy.Headers.ContainsKey("x-amz-tagging"));
        Dictionary<string, string> now = _store.HeadersOf(Key);
        Assert.All(kept, h => Assert.Equal((h.Key, h.Value), (h.Key, now.GetValueOrDefault(h.Key))));
        Assert.StartsWith("adem-data:1:", now["x-amz-meta-adem"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_names_the_object_in_a_form_that_every_store_reads()
    {
        const string Hard = "a b/c+d&e=f#g?h%2F%41\u00fc.txt";
        _store.Put(Hard, [1]);
        (int code, _, string error) = _scene.Mark(Hard, "--set-metadata");
        Assert.True(code == 0, error);
        StoreRequest copy = _store.Requests.Single(r => r.Headers.ContainsKey("x-amz-copy-source"));
        Assert.Equal(copy.Target.Split('?')[0].TrimStart('/'), copy.Headers["x-amz-copy-source"].TrimStart('/'));
        Assert.Equal(Hard, copy.Key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_that_is_lost_on_the_way_does_not_change_what_is_there(bool ofCopy)
    {
        _store.Lost = r => r.Method == "PUT" && r.Headers.ContainsKey("x-amz-copy-source") == ofCopy;
        (int code, _, string error) = _scene.Mark(Key, "--set-metadata");
        Assert.True(code == 0, error);
        Assert.Equal(0, _scene.Check(Key).Code);
        Assert.StartsWith("adem-data:1:", _store.HeadersOf(Key)["x-amz-meta-adem"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-object-lock-mode", "GOVERNANCE", "lock")]
    [InlineData("x-amz-object-lock-legal-hold", "ON", "lock")]
    [InlineData("x-amz-missing-meta", "1", "metadata")]
    public void An_object_that_a_copy_would_harm_is_marked_and_not_copied(string header, string value, string why)
    {
        _store.Put(Key, "content"u8.ToArray(), new() { [header] = value });
        (int code, _, string error) = _scene.Mark(Key, "--set-metadata");
        Assert.Equal(3, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain(_store.Requests, r => r.Headers.ContainsKey("x-amz-copy-source"));
        Assert.Equal(0, _scene.Check(Key).Code);
    }

    [Fact]
    public void A_store_that_cannot_write_on_condition_gets_no_sign_and_is_told_so()
    {
        _store.Instead = r => r.Method == "PUT" ? ScriptedStore.Error(501, "NotImplemented") : null;
        (int code, _, string error) = _scene.Mark(Key);
        Assert.Equal(3, code);
        Assert.Contains("on condition", error, StringComparison.Ordinal);
    }

    private void Change(bool isRemoved)
    {
        if (isRemoved)
        {
            _store.Delete(Key);
        }
        else
        {
            _store.Put(Key, "another"u8.ToArray());
        }
    }

    // The object is looked at at the end of its reading, and again after its sign is put.
    private void AtLook(int number, Action act)
    {
        int looks = 0;
        _store.Before = r =>
        {
            if (r is { Method: "HEAD", Key: Key } && ++looks == number)
            {
                act();
            }
        };
    }
}
