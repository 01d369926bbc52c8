namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Lies about the whole tree, told by either kind of log: heads that the log did not sign, and heads that it did and should not have.
/// </summary>
internal static class HeadLies
{
    private const string NotSigned = "is not signed by its key";
    private const string Contradicts = "it contradicts itself";
    private const string NotContained = "it did not show that its tree of";

    public static IReadOnlyList<Lie> All { get; } =
    [
        Lie.Unavailable("head of the same tree, signed by another key", NotSigned, scene => scene.Serving = scene.Log.Twin()),
        Lie.Unavailable("head over another size than was signed", NotSigned, scene => Altered(scene, "tree_size", "12", 1, "12")),
        Lie.Unavailable("head over another root than was signed", NotSigned, scene =>
        {
            string root = scene.Log.Root(12).ToBase64();
            Altered(scene, "sha256_root_hash", $"\"{root}\"", 2, root);
        }),
        Lie.Unavailable("head of another time than was signed", NotSigned, scene =>
        {
            if (scene.Log.Kind == LogKind.Rfc6962)
            {
                scene.Json(Tampering.V1Head, json => json["timestamp"] = json["timestamp"]!.GetValue<ulong>() + 1);
            }
            else
            {
                // Four bytes of key identifier, eight of time, then what is signed.
                CheckpointSignature(scene, bytes => Tampering.Flip(bytes, 11));
            }
        }),
        Lie.Unavailable(
            "head with a bit of its signature flipped", NotSigned, scene => Signature(scene, bytes => Tampering.Flip(bytes, ^1))),
        Lie.Unavailable("head with a signature cut short", NotSigned, scene => Signature(scene, bytes => bytes[..^1])),
        Lie.Unavailable(
            "head with a signature by another hash function",
            NotSigned,
            scene => Signature(scene, bytes => Tampering.Flip(bytes, ^HashFunction(bytes)))),
        Lie.Unavailable("old head, from before the entry", "the log was asked, and", scene => scene.Log.Publish(3)),
        Lie.Unavailable("old head, from just before the entry", "the log was asked, and", scene => scene.Log.Publish(5)),
        Lie.Proven("old head, from just after the entry", scene => scene.Log.Publish(6)),
        Lie.Unavailable("empty tree", "the log was asked, and", scene => scene.Log.Publish(0)),
        Lie.Unavailable(
            "empty tree with the root of a full one",
            "the log was asked, and",
            scene => Head(scene, scene.Log.SignedHead(scene.Log.Root(13), 0))) with
        {
            Lasting = true
        },
        Lie.Unavailable("another tree of the same size, after the honest one", Contradicts, scene => Fork(scene, keep: 6, more: 7)) with
        {
            HonestBefore = true
        },
        Lie.Unavailable("a larger tree without the honest one before it", NotContained, scene => Fork(scene, keep: 6, more: 20)) with
        {
            HonestBefore = true
        },
        Lie.Unavailable("a much larger tree without the honest one before it", NotContained, scene => Fork(scene, keep: 12, more: 400)) with
        {
            HonestBefore = true
        },
        Lie.Unavailable("a smaller fork, signed later", Contradicts, scene => Fork(scene, keep: 6, more: 2)) with { HonestBefore = true },
        Lie.Unavailable("a tree that shrank, signed later", Contradicts, scene => scene.Log.Publish(8)) with { HonestBefore = true },
        Lie.Unavailable("a tree that shrank to nothing, signed later", Contradicts, scene => scene.Log.Publish(0)) with
        {
            HonestBefore = true
        },
        Lie.Unavailable(
            "a larger head than the tree that is served",
            "the log was asked, and",
            scene => Head(scene, scene.Log.SignedHead(scene.Log.Root(13), int.MaxValue))) with
        {
            Lasting = true
        },
        Lie.Proven(
            "an older head than was seen, signed earlier, by a front end that lags",
            scene => Head(scene, scene.Log.SignedHead(scene.Log.Root(8), 8, later: -500))) with
        {
            HonestBefore = true
        },
        Lie.Proven("the head that was seen, signed again", scene => scene.Log.Publish()) with { HonestBefore = true },
        Lie.Proven(
            "no head any more, after one was seen",
            scene => scene.Replace(Tampering.Place(scene, "head"), _ => new LogResponse([], Status: 503))) with
        {
            HonestBefore = true
        },
        Lie.Proven(
            "a head of nonsense, after one was seen",
            scene => scene.Bytes(Tampering.Place(scene, "head"), _ => "nonsense"u8.ToArray())) with
        {
            HonestBefore = true
        },
        Lie.Proven("a head by another key, after one was seen", scene =>
        {
            TestLog twin = scene.Log.Twin();
            scene.Replace(Tampering.Place(scene, "head"), _ => twin.Answer(Tampering.Place(scene, "head")));
        }) with { HonestBefore = true },
        // The fork is what this validator saw first, and the log signed it: it and the honest tree contradict each other for good.
        Lie.Unavailable(
            "a larger fork without the entry, before the honest tree was seen", "the log", scene => Fork(scene, keep: 3, more: 20)) with
        {
            Lasting = true
        },
        Lie.Unavailable("a fork of the same size, before the honest tree was seen", "the log", scene => Fork(scene, keep: 3, more: 10)) with
        {
            Lasting = true
        },
    ];

    /// <summary>Puts a head in place of the honest one.</summary>
    public static void Head(LogScene scene, LogResponse head) => scene.Replace(Tampering.Place(scene, "head"), _ => head);

    /// <summary>Changes the bytes in the log's signature line of a checkpoint.</summary>
    public static void CheckpointSignature(LogScene scene, Func<byte[], byte[]> change) => scene.Text(Tampering.Checkpoint, note =>
    {
        int at = note.LastIndexOf(' ') + 1;
        return note[..at] + Convert.ToBase64String(change(Convert.FromBase64String(note[at..^1]))) + "\n";
    });

    private static void Fork(LogScene scene, int keep, int more)
    {
        TestLog fork = scene.Log.Fork(keep);
        fork.Fill(more);
        fork.Publish();
        scene.Serving = fork;
    }

    private static void Altered(LogScene scene, string member, string raw, int line, string text)
    {
        if (scene.Log.Kind == LogKind.Rfc6962)
        {
            scene.Member(Tampering.V1Head, member, raw);
        }
        else
        {
            scene.Text(Tampering.Checkpoint, note =>
            {
                string[] lines = note.Split('\n');
                lines[line] = text;
                return string.Join('\n', lines);
            });
        }
    }

    private static void Signature(LogScene scene, Func<byte[], byte[]> change)
    {
        if (scene.Log.Kind == LogKind.Static)
        {
            CheckpointSignature(scene, change);
        }
        else
        {
            scene.Json(Tampering.V1Head, json => json["tree_head_signature"] = Convert.ToBase64String(
                change(json["tree_head_signature"]!.GetValue<string>() is var text ? Convert.FromBase64String(text) : [])));
        }
    }

    // Of a DigitallySigned structure, wherever it begins: two bytes of algorithms, two of length, the signature (DER,
    // which begins with 0x30).
    private static int HashFunction(byte[] bytes)
    {
        int start = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[4, 3, 0]);
        return bytes.Length - start;
    }
}
