using DigitalEmblem.Texts;
using Net.Pkcs11Interop.Common;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// Explains the faults of PKCS#11 to people, and says which of them may pass in a new session or after a new start of the module.
/// </summary>
internal static class Pkcs11Faults
{
    /// <summary>
    /// Whether to try again in a new session. A missing key is among these faults: after its token was away, a module does not find any of
    /// the token's keys until it is started anew, and such a key must not be reported as lost.
    /// </summary>
    public static bool MayPass(Exception e) => e switch
    {
        KeyCustodyException custody => custody.Fault is KeyFault.NotFound or KeyFault.Unavailable,
        Pkcs11Exception said => IsHandle(said.RV) || said.RV is
            CKR.CKR_SESSION_HANDLE_INVALID or CKR.CKR_SESSION_CLOSED or CKR.CKR_USER_NOT_LOGGED_IN or CKR.CKR_OPERATION_ACTIVE
            or CKR.CKR_DEVICE_REMOVED or CKR.CKR_DEVICE_ERROR or CKR.CKR_TOKEN_NOT_PRESENT or CKR.CKR_TOKEN_NOT_RECOGNIZED
            or CKR.CKR_SLOT_ID_INVALID
            or CKR.CKR_CRYPTOKI_NOT_INITIALIZED or CKR.CKR_GENERAL_ERROR or CKR.CKR_FUNCTION_FAILED,
        _ => false,
    };

    /// <summary>The cause and the next step. The message has only the function and the code of the exception.</summary>
    public static KeyCustodyException Explain(Pkcs11Exception e, Pkcs11CustodyOptions options)
    {
        (KeyFault Fault, Sentence Cause) said = e.RV switch
        {
            CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE =>
                Said(
                    KeyFault.SecretRefused,
                    $"refused the PIN. It is not asked again with this one, as it may lock itself after a few; "
                        + $"correct Custody:Pkcs11:Pin, and a new PIN is tried at once"),
            CKR.CKR_PIN_LOCKED => Said(
                KeyFault.SecretRefused,
                $"has locked itself after too many wrong PINs. Its security officer can unlock it with the SO PIN ('pkcs11-tool "
                    + $"--init-pin'); find out who tried"),
            CKR.CKR_PIN_EXPIRED => Said(
                KeyFault.SecretRefused,
                $"wants a new PIN. Change it with 'pkcs11-tool --change-pin', and put it where Custody:Pkcs11:Pin says"),
            CKR.CKR_USER_PIN_NOT_INITIALIZED =>
                Said(KeyFault.SecretRefused, $"has no PIN for its user yet. Set one with 'pkcs11-tool --init-pin'"),
            CKR.CKR_USER_ANOTHER_ALREADY_LOGGED_IN or CKR.CKR_SESSION_READ_WRITE_SO_EXISTS =>
                Said(
                    KeyFault.Unavailable,
                    $"is in the hands of its security officer in this process. That should not be; restart this service"),
            CKR.CKR_SESSION_COUNT => Said(KeyFault.Unavailable,
                $"has no session left; this service takes up to {options.Sessions}. Lower Custody:Pkcs11:Sessions, " +
                $"or end what else uses the token"),
            CKR.CKR_TOKEN_WRITE_PROTECTED or CKR.CKR_SESSION_READ_ONLY =>
                Said(KeyFault.NotSupported, $"cannot be written. Take the write protection off, or use another token"),
            CKR.CKR_DEVICE_MEMORY => Said(KeyFault.Unavailable,
                $"has no room for another key. Destroy keys that were retired, or use another token"),
            CKR.CKR_MECHANISM_INVALID or CKR.CKR_MECHANISM_PARAM_INVALID or CKR.CKR_CURVE_NOT_SUPPORTED or CKR.CKR_DOMAIN_PARAMS_INVALID
                or CKR.CKR_KEY_SIZE_RANGE
                or CKR.CKR_ATTRIBUTE_VALUE_INVALID or CKR.CKR_ATTRIBUTE_TYPE_INVALID or CKR.CKR_TEMPLATE_INCONSISTENT
                    or CKR.CKR_FUNCTION_NOT_SUPPORTED =>
                Said(
                    KeyFault.NotSupported,
                    $"cannot do what was asked. Choose another algorithm (ES256 is the one that most tokens have), " +
                    $"keep the key in files, or ask its vendor"),
            CKR.CKR_KEY_FUNCTION_NOT_PERMITTED or CKR.CKR_KEY_TYPE_INCONSISTENT =>
                Said(
                    KeyFault.AnotherKey,
                    $"has a key of that name that is not for signing. Someone has changed it; treat this as an incident"),
            // Only a search can tell that a key is gone: its handle also becomes invalid when the token is taken out before the signature.
            _ when IsHandle(e.RV) => Said(KeyFault.Unavailable,
                $"did not know the key any more that it had just shown. Look at its connection, and at the module's own log; " +
                $"it is used again as soon as it is back"),
            _ => Said(
                KeyFault.Unavailable,
                $"could not be used, nor after a new start of the module. Plug it in or look at its connection, " +
                $"and at the module's own log; it is used again as soon as it is back"),
        };
        return new KeyCustodyException(said.Fault, $"The {options.TokenName} {said.Cause}. ({e.Method} said {e.RV})", e);
    }

    // The compiler makes no sentence of parts inside a tuple.
    private static (KeyFault Fault, Sentence Cause) Said(KeyFault fault, Sentence cause) => (fault, cause);

    private static bool IsHandle(CKR code) => code is CKR.CKR_OBJECT_HANDLE_INVALID or CKR.CKR_KEY_HANDLE_INVALID;
}
