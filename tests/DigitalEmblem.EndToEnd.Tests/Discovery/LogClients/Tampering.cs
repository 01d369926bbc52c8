using System.Text;
using System.Text.Json.Nodes;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>What stands between an honest log and the validator.</summary>
internal static class Tampering
{
    public const string V1Head = "/ct/v1/get-sth";
    public const string V1Consistency = "/ct/v1/get-sth-consistency";
    public const string V1Proof = "/ct/v1/get-proof-by-hash";
    public const string V1Entries = "/ct/v1/get-entries";
    public const string Checkpoint = "/checkpoint";
    public const string HashTile = "/tile/0/";
    public const string DataTile = "/tile/data/";
    public const string Issuer = "/issuer/";

    /// <summary>The three things that each kind of log is asked for.</summary>
    public static string Place(LogScene scene, string what) => (scene.Log.Kind, what) switch
    {
        (LogKind.Rfc6962, "head") => V1Head,
        (LogKind.Rfc6962, "proof") => V1Proof,
        (LogKind.Rfc6962, _) => V1Entries,
        (_, "head") => Checkpoint,
        (_, "proof") => HashTile,
        _ => DataTile,
    };

    /// <summary>Puts something else in place of the answers at a path.</summary>
    public static void Replace(this LogScene scene, string path, Func<LogResponse, LogResponse?> answer) =>
        scene.Lie((asked, honest) => Is(asked, path) && honest is not null ? answer(honest) : honest);

    public static void Bytes(this LogScene scene, string path, Func<byte[], byte[]> change) =>
        scene.Replace(path, honest => honest with { Body = change(honest.Body) });

    public static void Text(this LogScene scene, string path, Func<string, string> change) =>
        scene.Bytes(path, body => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(body))));

    public static void Json(this LogScene scene, string path, Action<JsonObject> change) => scene.Text(path, text =>
    {
        JsonObject json = JsonNode.Parse(text)!.AsObject();
        change(json);
        return json.ToJsonString();
    });

    /// <summary>Puts a JSON value, as it stands, in place of a member's.</summary>
    public static void Member(this LogScene scene, string path, string name, string? raw) => scene.Json(path, json =>
    {
        json.Remove(name);
        if (raw is not null)
        {
            json[name] = JsonNode.Parse(raw);
        }
    });

    /// <summary>Changes the one entry of get-entries.</summary>
    public static void Entry(this LogScene scene, Action<JsonObject> change) =>
        scene.Json(V1Entries, json => change(json["entries"]![0]!.AsObject()));

    public static byte[] Flip(byte[] bytes, Index at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 1;
        return flipped;
    }

    /// <summary>The hashes of a tile, changed.</summary>
    public static void Hashes(this LogScene scene, Action<byte[][]> change) => scene.Bytes(HashTile, body =>
    {
        byte[][] hashes = [.. body.Chunk(Sha256Digest.Length)];
        change(hashes);
        return [.. hashes.SelectMany(h => h)];
    });

    private static bool Is(string asked, string path) => path.EndsWith('/') || path == Checkpoint
        ? asked.StartsWith(path, StringComparison.Ordinal)
        : asked == path || asked.StartsWith(path + "?", StringComparison.Ordinal);
}
