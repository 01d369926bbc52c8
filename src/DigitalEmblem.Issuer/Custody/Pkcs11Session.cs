using DigitalEmblem.Texts;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using ISession = Net.Pkcs11Interop.HighLevelAPI.ISession;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>One session with a token, logged in. Used by one thread at a time: two at once end the process.</summary>
internal sealed class Pkcs11Session(ISession session, ISlot slot, int generation, int epoch, string tokenName)
{
    private const int MaxHandles = 256;

    private readonly Dictionary<KeyReference, IObjectHandle> _handles = [];

    /// <summary>The start of the module that it belongs to.</summary>
    public int Generation { get; } = generation;

    /// <summary>Rises when a key of the token is destroyed, because a token may give the same handle to another key.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>Signs with a key of the token.</summary>
    /// <exception cref="KeyCustodyException">There is no such key.</exception>
    public byte[] Sign(KeyReference reference, Pkcs11Algorithm algorithm, byte[] input)
    {
        using IMechanism mechanism = session.Factories.MechanismFactory.Create(algorithm.SignMechanism);
        return session.Sign(mechanism, PrivateKey(reference), input);
    }

    /// <summary>The public key that belongs to a private key. The private key must be sensitive and unextractable.</summary>
    /// <exception cref="KeyCustodyException">There is no such key, the token could give it out, or its public key is missing.</exception>
    public VerificationKey PublicKey(KeyReference reference)
    {
        DemandHidden(PrivateKey(reference), reference);
        IObjectHandle found = Find(reference, CKO.CKO_PUBLIC_KEY).FirstOrDefault() ?? throw NotFound(reference, $"public key");
        return PublicKey(found)
            ?? throw new KeyCustodyException(
                KeyFault.Damaged,
                $"The public key {reference} in the {tokenName} is no key of a supported algorithm. "
                    + $"Restore the token from a backup, or roll the key.");
    }

    /// <summary>Makes a key pair; the private part can sign, and nothing else.</summary>
    public (KeyReference Reference, VerificationKey PublicKey) Generate(Pkcs11Algorithm algorithm, string label)
    {
        DemandSupport(algorithm);
        string name = KeyReference.NameOf(label);
        IObjectHandle? publicHandle = null, privateHandle = null;
        try
        {
            using var publicTemplate = new Pkcs11Template(session)
                .Add(CKA.CKA_TOKEN, true).Add(CKA.CKA_VERIFY, true).Add(CKA.CKA_LABEL, name).Add(CKA.CKA_EC_PARAMS, algorithm.Curve);
            using var privateTemplate = new Pkcs11Template(session)
                .Add(CKA.CKA_TOKEN, true).Add(CKA.CKA_PRIVATE, true).Add(CKA.CKA_SENSITIVE, true).Add(CKA.CKA_EXTRACTABLE, false)
                .Add(CKA.CKA_SIGN, true).Add(CKA.CKA_LABEL, name);
            using IMechanism mechanism = session.Factories.MechanismFactory.Create(algorithm.KeyPairMechanism);
            session.GenerateKeyPair(mechanism, publicTemplate.Attributes, privateTemplate.Attributes, out publicHandle, out privateHandle);

            VerificationKey key = PublicKey(publicHandle)
                ?? throw new KeyCustodyException(
                    KeyFault.NotSupported,
                    $"The {tokenName} made a key whose public part is no {algorithm.Algorithm.Name} key. "
                        + $"Choose another algorithm, or ask its vendor.");
            var reference = KeyReference.Of(label, key.CoseIdentifier);
            DemandHidden(privateHandle, reference);

            // The identifier is known only after the key was made. Until it is set the key cannot be found, and no reference to it exists.
            using var identifier = new Pkcs11Template(session).Add(CKA.CKA_ID, reference.Identifier.ToArray());
            session.SetAttributeValue(publicHandle, identifier.Attributes);
            session.SetAttributeValue(privateHandle, identifier.Attributes);
            return (reference, key);
        }
        catch
        {
            Discard(privateHandle);
            Discard(publicHandle);
            throw;
        }
    }

    /// <summary>Destroys a key pair, the private part first.</summary>
    /// <exception cref="KeyCustodyException">There is none.</exception>
    public void Destroy(KeyReference reference)
    {
        List<IObjectHandle> handles = [.. Find(reference, CKO.CKO_PRIVATE_KEY), .. Find(reference, CKO.CKO_PUBLIC_KEY)];
        if (handles.Count == 0)
        {
            throw NotFound(reference, $"key");
        }

        handles.ForEach(session.DestroyObject);
    }

    /// <summary>Checks that the token is present and that this session is logged in.</summary>
    public void Probe()
    {
        _ = slot.GetTokenInfo();
        if (session.GetSessionInfo().State is not (CKS.CKS_RO_USER_FUNCTIONS or CKS.CKS_RW_USER_FUNCTIONS))
        {
            throw new Pkcs11Exception("C_GetSessionInfo", CKR.CKR_USER_NOT_LOGGED_IN);
        }
    }

    /// <summary>Closes the session. A session of an older start is only forgotten: its number may belong to another session now.</summary>
    public void Close(int currentGeneration)
    {
        if (Generation != currentGeneration)
        {
            return;
        }

        try
        {
            session.CloseSession();
        }
        catch (Pkcs11Exception)
        {
            // The session has ended already.
        }
    }

    private IObjectHandle PrivateKey(KeyReference reference)
    {
        if (!_handles.TryGetValue(reference, out IObjectHandle? handle))
        {
            handle = Find(reference, CKO.CKO_PRIVATE_KEY).FirstOrDefault() ?? throw NotFound(reference, $"private key");
            if (_handles.Count >= MaxHandles)
            {
                _handles.Clear();
            }

            _handles.Add(reference, handle);
        }

        return handle;
    }

    private List<IObjectHandle> Find(KeyReference reference, CKO kind)
    {
        using var template = new Pkcs11Template(session).Add(CKA.CKA_CLASS, (ulong)kind).Add(CKA.CKA_LABEL, reference.Name)
            .Add(CKA.CKA_ID, reference.Identifier.ToArray());
        return session.FindAllObjects(template.Attributes);
    }

    private VerificationKey? PublicKey(IObjectHandle handle)
    {
        List<IObjectAttribute> values = session.GetAttributeValue(handle, [CKA.CKA_EC_PARAMS, CKA.CKA_EC_POINT]);
        return values.Any(v => v.CannotBeRead)
            ? null
            : Pkcs11Algorithm.PublicKey(values[0].GetValueAsByteArray(), values[1].GetValueAsByteArray());
    }

    // An attribute that the token does not tell counts as the unsafe value.
    private void DemandHidden(IObjectHandle handle, KeyReference reference)
    {
        List<IObjectAttribute> values = session.GetAttributeValue(handle, [CKA.CKA_SENSITIVE, CKA.CKA_EXTRACTABLE]);
        if (values.Any(v => v.CannotBeRead) || !values[0].GetValueAsBool() || values[1].GetValueAsBool())
        {
            throw new KeyCustodyException(
                KeyFault.Exposed,
                $"The {tokenName} would give the key {reference} out (it is not both sensitive and unextractable): it is not used. "
                    + $"Roll the key; a token that makes such keys cannot hold yours.");
        }
    }

    private void DemandSupport(Pkcs11Algorithm wanted)
    {
        HashSet<ulong> mechanisms = [.. slot.GetMechanismList().Select(m => (ulong)m)];
        bool Supported(Pkcs11Algorithm a) => mechanisms.Contains(a.KeyPairMechanism) && mechanisms.Contains(a.SignMechanism)
            && slot.GetMechanismInfo((CKM)a.KeyPairMechanism) is var sizes && (sizes.MaxKeySize == 0 || sizes.MaxKeySize >= (ulong)a.Bits);

        if (!Supported(wanted))
        {
            string[] others = [.. SignatureAlgorithm.All.Where(a => Supported(Pkcs11Algorithm.Of(a))).Select(a => a.Name)];
            Sentence instead = others.Length > 0
                ? Sentence.Of($"Choose one of what it says it has: {Sentence.List(others)}.")
                : Sentence.Of($"It has none of the algorithms of emblems: keep the key in files, or use another token.");
            throw new KeyCustodyException(KeyFault.NotSupported, $"The {tokenName} makes no {wanted.Algorithm.Name} keys. {instead}");
        }
    }

    private KeyCustodyException NotFound(KeyReference reference, Sentence what) =>
        new(
            KeyFault.NotFound,
            $"The {tokenName} has no {what} {reference}. Look whether it is the right token, with 'pkcs11-tool --list-objects'; "
                + $"restore it from a backup, or roll the key.");

    private void Discard(IObjectHandle? handle)
    {
        try
        {
            if (handle is not null)
            {
                session.DestroyObject(handle);
            }
        }
        catch (Pkcs11Exception)
        {
            // The first fault is the one to report. The key object is unused and unknown to the database.
        }
    }
}
